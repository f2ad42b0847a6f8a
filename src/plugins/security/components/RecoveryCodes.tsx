'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useRef, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { words } from './words.ts'

const w = words.codes

/** New recovery codes, shown once. */
export const RecoveryCodes = ({
  codes,
  language,
  onKept,
}: {
  codes: readonly string[]
  language: Language
  onKept: () => void
}): ReactElement => {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const file = `${pick(w.fileTitle, language)}\n\n${codes.join('\n')}\n`
  return (
    <div aria-labelledby="kanal-codes" className="kanal-security__codes" role="group">
      <h4 id="kanal-codes" ref={title} tabIndex={-1}>
        {pick(w.title, language)}
      </h4>
      <p>{pick(w.text, language)}</p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="kanal-security__buttons">
        <CopyButton label={pick(w.copy, language)} language={language} value={codes.join('\n')} />
        <a
          className="kanal-security__link"
          download="kanal-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
        >
          {pick(w.download, language)}
        </a>
        <Button margin={false} onClick={onKept}>
          {pick(w.kept, language)}
        </Button>
      </div>
    </div>
  )
}
