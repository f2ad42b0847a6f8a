'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { IntegrationCard } from '../view-model.ts'
import { FailureNote } from './FailureNote.tsx'
import { rulesWords, shopsChosen } from './rules-words.ts'
import { send } from './stream.ts'

/** Which shops may use the keys of an integration: said to everyone who sees it, changed by owners. */
export const ScopeSection = ({
  card,
  isOwner,
  language,
  onChanged,
}: {
  card: IntegrationCard
  isOwner: boolean
  language: Language
  onChanged: () => Promise<void>
}): ReactElement => {
  const { scope, shops } = card
  const [isLimited, setLimited] = useState(scope !== null)
  const [chosen, setChosen] = useState<readonly string[]>(scope ?? shops.map(({ id }) => id))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    const known = chosen.filter((id) => shops.some((shop) => shop.id === id))
    const answer = await send('POST', `/api/integrations/${card.id}/scope`, {
      shops: isLimited ? known : null,
    })
    if ('ok' in answer) {
      await onChanged()
      toast.success(pick(rulesWords.scopeSaved, language))
    } else setProblem(answer.problem)
    setBusy(false)
  }
  const choices = [
    { limited: false, label: rulesWords.scopeAll, what: rulesWords.scopeAllWhat },
    { limited: true, label: rulesWords.scopeSome, what: rulesWords.scopeSomeWhat },
  ]
  return (
    <section aria-labelledby="kanal-scope-title">
      <h3 id="kanal-scope-title">{pick(rulesWords.scopeTitle, language)}</h3>
      <p className="kanal-tab__intro">{pick(rulesWords.scopeHelp, language)}</p>
      <form className="kanal-rules__save" onSubmit={(event) => void submit(event)}>
        <fieldset className="kanal-rules__choices" disabled={busy || !isOwner}>
          <legend className="kanal-rules__unseen">{pick(rulesWords.scopeTitle, language)}</legend>
          {choices.map(({ limited, label, what }) => (
            <label key={String(limited)}>
              <input
                checked={isLimited === limited}
                name="kanal-scope"
                onChange={() => setLimited(limited)}
                type="radio"
              />
              <span>
                <strong>{pick(label, language)}</strong>
                <small>
                  {pick(what, language)}
                  {limited && isLimited && ` ${pick(shopsChosen(chosen.length, shops.length), language)}.`}
                </small>
              </span>
            </label>
          ))}
          {isLimited && (
            <ul className="kanal-rules__shops">
              {shops.map(({ id, name }) => (
                <li key={id}>
                  <label>
                    <input checked={chosen.includes(id)} onChange={() => toggle(id)} type="checkbox" />
                    <span>
                      {name}
                      {scope !== null && !scope.includes(id) && (
                        <small>{pick(rulesWords.outside, language)}</small>
                      )}
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          )}
        </fieldset>
        {shops.length === 0 && <p className="kanal-tab__intro">{pick(rulesWords.scopeNone, language)}</p>}
        {problem && <FailureNote explanation={problem} language={language} />}
        {isOwner ? (
          <Button buttonStyle="secondary" disabled={busy} margin={false} type="submit">
            {pick(busy ? rulesWords.saving : rulesWords.scopeSave, language)}
          </Button>
        ) : (
          <p className="kanal-tab__intro">{pick(rulesWords.scopeOwner, language)}</p>
        )}
      </form>
    </section>
  )
}
