import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { Severity } from '../kinds.ts'

/** A part of an e-mail, written once and drawn as HTML and as plain text. */
export interface MailPart {
  tone: Severity | 'recovered'
  /** The word beside the colour. */
  label: string
  title: string
  lines: readonly string[]
  time: string
  button?: { label: string; url: string }
}

export interface MailContent {
  language: Language
  subject: string
  /** The line a mailbox shows after the subject. */
  preview: string
  organisation: string
  greeting: string
  parts: readonly MailPart[]
  /** Where the person changes what is sent. */
  preferencesUrl: string
}

const words = {
  why: text(
    'Anda menerima e-mail ini karena pengaturan pemberitahuan Anda di Kanal untuk {organisation}.',
    'You receive this e-mail because of your notification settings in Kanal for {organisation}.',
  ),
  change: text('Ubah pengaturan pemberitahuan', 'Change notification settings'),
}

const COLOURS = { critical: '#b3261e', warning: '#8a5a00', info: '#48515c', recovered: '#17683a' } as const

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (value: string): string => value.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '')

const STYLE = `
body{margin:0;padding:0;background:#f3f3f3;color:#1b1b1b}
.card{background:#ffffff}
.muted{color:#5c5c5c}
.button{background:#1b1b1b;color:#ffffff}
@media (prefers-color-scheme: dark){
body,.page{background:#141414!important;color:#ececec!important}
.card{background:#222222!important}
.title,.text{color:#f2f2f2!important}
.muted{color:#b5b5b5!important}
.button{background:#f2f2f2!important;color:#141414!important}
.critical{color:#ff8a80!important}.warning{color:#ffca6b!important}.info{color:#c3cbd6!important}.recovered{color:#7bd79d!important}
}`

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

const button = ({ label, url }: NonNullable<MailPart['button']>): string =>
  `<tr><td style="padding:14px 0 0"><a class="button" href="${escape(url)}" style="${FONT};display:inline-block;padding:12px 18px;border-radius:4px;background:#1b1b1b;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">${escape(label)}</a></td></tr>`

const partHtml = ({ tone, label, title, lines, time, button: link }: MailPart): string => `
<tr><td class="card" style="padding:20px 24px;background:#ffffff;border-radius:6px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="${tone}" style="${FONT};font-size:13px;font-weight:700;color:${COLOURS[tone]}">${escape(label)}</td></tr>
<tr><td class="title" style="${FONT};padding:4px 0 0;font-size:19px;line-height:1.3;font-weight:700;color:#1b1b1b">${escape(title)}</td></tr>
${lines.map((line) => `<tr><td class="text" style="${FONT};padding:8px 0 0;font-size:15px;line-height:1.5;color:#1b1b1b">${escape(line)}</td></tr>`).join('\n')}
<tr><td class="muted" style="${FONT};padding:8px 0 0;font-size:13px;color:#5c5c5c">${escape(time)}</td></tr>
${link ? button(link) : ''}
</table></td></tr><tr><td style="height:12px;line-height:12px;font-size:0">&nbsp;</td></tr>`

/** The e-mail as HTML: tables and inline styles only, no remote image, readable in light and dark. */
export function htmlOf(content: MailContent): string {
  const { language, subject, preview, organisation, greeting, parts, preferencesUrl } = content
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f3f3">
<div style="display:none;max-height:0;overflow:hidden">${escape(preview)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f3f3"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td class="muted" style="${FONT};padding:0 4px 12px;font-size:14px;color:#5c5c5c"><strong class="title" style="color:#1b1b1b">Kanal</strong> · ${escape(organisation)}</td></tr>
<tr><td class="text" style="${FONT};padding:0 4px 12px;font-size:15px;line-height:1.5;color:#1b1b1b">${escape(greeting)}</td></tr>
${parts.map(partHtml).join('')}
<tr><td class="muted" style="${FONT};padding:8px 4px 0;font-size:12px;line-height:1.5;color:#5c5c5c">${escape(
    pick(words.why, language).replace('{organisation}', () => organisation),
  )} <a class="muted" href="${escape(preferencesUrl)}" style="color:#5c5c5c">${escape(pick(words.change, language))}</a></td></tr>
</table></td></tr></table></body></html>`
}

/** The same as plain text. */
export function textOf(content: MailContent): string {
  const { language, organisation, greeting, parts, preferencesUrl } = content
  const drawn = parts.map(({ label, title, lines, time, button: link }) =>
    [
      `${label.toUpperCase()}: ${title}`,
      ...lines,
      time,
      ...(link ? [`${link.label}: ${link.url}`] : []),
    ].join('\n'),
  )
  const why = pick(words.why, language).replace('{organisation}', () => organisation)
  return [
    `Kanal · ${organisation}`,
    greeting,
    ...drawn,
    `--\n${why}\n${pick(words.change, language)}: ${preferencesUrl}`,
  ].join('\n\n')
}
