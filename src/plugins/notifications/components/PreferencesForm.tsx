'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { request } from '../../../ui/client/request.ts'
import { CHANNELS, type Channel, type Effective, type Topic, TOPICS } from '../choices.ts'
import type { Settings } from '../preferences.ts'
import { QuietHoursField, TimeField } from './TimeFields.tsx'
import { channelWords, pageWords, topicWords } from './words.ts'

export interface PreferencesFormProps {
  scope: 'own' | 'organisation'
  organisation: string
  language: Language
  mailLanguage: Language
  settings: Settings
  /** What holds for anything left open. */
  inherited: Effective
  /** Whether what is urgent may not be turned off here. */
  mustHearUrgent: boolean
  /** The organisation's time zone as people say it. */
  zone: string
}

/** How one person, or everybody of an organisation, wants to be told. */
export const PreferencesForm = (props: PreferencesFormProps): ReactElement => {
  const { scope, organisation, language, inherited, mustHearUrgent, zone } = props
  const [settings, setSettings] = useState<Settings>(props.settings)
  const [mailLanguage, setMailLanguage] = useState<Language>(props.mailLanguage)
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const isOwn = scope === 'own'
  const say = (words: (typeof pageWords)[keyof typeof pageWords]): string => pick(words, language)
  const leftOpen = (value: string): string =>
    say(isOwn ? pageWords.follow : pageWords.standard).replace('{value}', value)

  const choose = (topic: Topic, channel: Channel | ''): void => {
    setSettings(({ rules = {}, ...rest }) => {
      const { [topic]: _, ...others } = rules
      return { ...rest, rules: channel === '' ? others : { ...others, [topic]: channel } }
    })
  }
  const setTimes = <K extends 'quiet' | 'digestAt'>(name: K, value: Settings[K]): void => {
    setSettings(({ [name]: _, ...rest }) => (value === undefined ? rest : { ...rest, [name]: value }))
  }
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setSaving(true)
    const url = isOwn ? '/api/notices/preferences' : '/api/notices/preferences/organisation'
    const answer = await request('POST', url, language, {
      organisation,
      settings,
      ...(isOwn ? { language: mailLanguage } : {}),
    })
    setSaving(false)
    setProblem(answer.ok ? null : answer.message)
    if (!answer.ok) return
    toast.success(say(pageWords.saved))
    router.refresh()
  }

  return (
    <form className="kanal-notices__form" onSubmit={(event) => void save(event)}>
      <p>{say(isOwn ? pageWords.ownIntro : pageWords.sharedIntro)}</p>
      <div className="kanal-notices__topics">
        {TOPICS.map((topic) => (
          <div key={topic} className="kanal-notices__topic">
            <label htmlFor={`topic-${topic}`}>{pick(topicWords[topic].name, language)}</label>
            <p id={`topic-${topic}-help`}>{pick(topicWords[topic].help, language)}</p>
            <select
              id={`topic-${topic}`}
              aria-describedby={`topic-${topic}-help`}
              value={settings.rules?.[topic] ?? ''}
              onChange={({ target }) => choose(topic, target.value as Channel | '')}
            >
              <option value="">{leftOpen(pick(channelWords[inherited.rules[topic]], language))}</option>
              {CHANNELS.filter(
                (channel) => !(channel === 'off' && topic === 'critical' && mustHearUrgent),
              ).map((channel) => (
                <option key={channel} value={channel}>
                  {pick(channelWords[channel], language)}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <QuietHoursField
        value={settings.quiet}
        inherited={inherited.quiet}
        leftOpen={leftOpen}
        zone={zone}
        language={language}
        onChange={(quiet) => setTimes('quiet', quiet)}
      />
      <TimeField
        value={settings.digestAt}
        inherited={inherited.digestAt}
        leftOpen={leftOpen}
        zone={zone}
        language={language}
        onChange={(digestAt) => setTimes('digestAt', digestAt)}
      />
      {isOwn && (
        <div className="kanal-notices__topic">
          <label htmlFor="mail-language">{say(pageWords.language)}</label>
          <select
            id="mail-language"
            value={mailLanguage}
            onChange={({ target }) => setMailLanguage(target.value === 'en' ? 'en' : 'id')}
          >
            <option value="id" lang="id">
              Bahasa Indonesia
            </option>
            <option value="en" lang="en">
              English
            </option>
          </select>
        </div>
      )}
      {problem && (
        <p role="alert" className="kanal-notices__problem">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" disabled={isSaving} margin={false}>
          {say(isSaving ? pageWords.saving : pageWords.save)}
        </Button>
      </div>
    </form>
  )
}
