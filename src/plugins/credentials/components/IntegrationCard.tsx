'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { FilesPlace, TestMail } from '../../services/components/ServiceExtras.tsx'
import type { IntegrationCard as Card } from '../view-model.ts'
import { HealthStrip } from './HealthStrip.tsx'
import { ExpiryLine } from './ExpiryLine.tsx'
import { openConsent } from './open-consent.ts'
import { useMay } from './permissions.tsx'
import { rulesWords } from './rules-words.ts'
import { ShopList } from './ShopList.tsx'
import { run } from './stream.ts'
import { STATUS_LOOKS, words } from './words.ts'
import './IntegrationCard.css'

interface Props {
  card: Card
  language: Language
  timeZone: string
  onConfigure: () => void
  onDisconnect: () => void
  /** Opens the place where the end of the keys is entered. */
  onExpiry: () => void
  onProblem: (problem: Explanation | null) => void
  onTested: () => Promise<void>
}

/** One marketplace: what state it is in, since when, with which shops, and what can be done now. */
export const IntegrationCard = (props: Props): ReactElement => {
  const { card, language, timeZone, onConfigure, onDisconnect, onExpiry, onProblem, onTested } = props
  const may = useMay()
  const [busy, setBusy] = useState<'test' | 'consent' | null>(null)
  const look = STATUS_LOOKS[card.status]
  const hasKeys = card.fields.some(({ stored }) => stored)
  const isMarketplace = card.kind === 'marketplace'
  const environment = isMarketplace && card.environments.find(({ key }) => key === card.environment)

  const test = async (): Promise<void> => {
    setBusy('test')
    onProblem(null)
    const { signal } = new AbortController()
    const url = `/api/integrations/${card.id}/test`
    const ending = await run({ method: 'POST', url, body: {}, signal }, () => undefined)
    await onTested()
    setBusy(null)
    if (ending.type === 'refused') onProblem(ending.problem)
    else if (ending.verdict === 'accepted')
      toast.success(`${card.name}: ${pick(words.retestPassed, language)}`)
    else onProblem(ending.explanation)
  }
  const connect = async (): Promise<void> => {
    setBusy('consent')
    onProblem(null)
    const problem = await openConsent(card.id)
    setBusy(null)
    if (problem) onProblem(problem)
  }

  return (
    <li className={`kanal-card kanal-card--${look.tone}`}>
      <div className="kanal-card__head">
        <MarketplaceBadge face={{ id: card.marketplace, name: card.name, ...card.badge }} size="large" />
        <div className="kanal-card__names">
          <h3>{card.name}</h3>
          {environment && hasKeys && (
            <span className="kanal-card__environment">{pick(environment.label, language)}</span>
          )}
        </div>
        <div aria-live="polite" className="kanal-card__status">
          <StatusPill icon={look.icon} label={pick(look.label, language)} tone={look.tone} />
          {card.lastTestedAt && (
            <span className="kanal-card__when">
              {pick(words.tested, language)}{' '}
              <RelativeTime at={card.lastTestedAt} language={language} timeZone={timeZone} />
            </span>
          )}
        </div>
      </div>
      {card.problem && (
        <p className="kanal-card__problem">
          <strong>{pick(card.problem.what, language)}</strong> {pick(card.problem.why, language)}{' '}
          {pick(card.problem.remedy, language)}
        </p>
      )}
      {hasKeys && (
        <ExpiryLine expiry={card.expiry} language={language} onFill={may('rotate') ? onExpiry : undefined} />
      )}
      {card.purpose && <p className="kanal-card__purpose">{pick(card.purpose, language)}</p>}
      {isMarketplace && hasKeys && <ShopList language={language} shops={card.shops} timeZone={timeZone} />}
      {hasKeys && card.health && <HealthStrip language={language} report={card.health} />}
      {hasKeys && card.offers.includes('files') && <FilesPlace language={language} onProblem={onProblem} />}
      <div className="kanal-card__actions">
        {hasKeys && card.offers.includes('mail') && may('test') && (
          <TestMail language={language} onProblem={onProblem} />
        )}
        {isMarketplace && hasKeys && (
          <Button
            buttonStyle={card.shops.length === 0 ? 'primary' : 'secondary'}
            disabled={busy !== null}
            margin={false}
            onClick={() => void connect()}
          >
            {pick(busy === 'consent' ? words.opening : words.connectShop, language)}
          </Button>
        )}
        {(hasKeys || may('rotate')) && (
          <Button
            buttonStyle={hasKeys ? 'secondary' : 'primary'}
            disabled={busy !== null}
            margin={false}
            onClick={onConfigure}
          >
            {pick(hasKeys ? (may('rotate') ? words.edit : rulesWords.open) : words.configure, language)}
          </Button>
        )}
        {hasKeys && may('test') && (
          <Button buttonStyle="secondary" disabled={busy !== null} margin={false} onClick={() => void test()}>
            {pick(busy === 'test' ? words.testing : words.test, language)}
          </Button>
        )}
        {hasKeys && may('rotate') && (
          <Button
            buttonStyle="tab"
            className="kanal-card__disconnect"
            disabled={busy !== null}
            margin={false}
            onClick={onDisconnect}
          >
            {pick(words.disconnect, language)}
          </Button>
        )}
      </div>
    </li>
  )
}
