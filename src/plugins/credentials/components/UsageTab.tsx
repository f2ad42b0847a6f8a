'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { Usage } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import { EffectList } from './EffectList.tsx'
import { FailureNote } from './FailureNote.tsx'
import { lifecycleWords, purposeWord } from './lifecycle-words.ts'
import { useDependents } from './useDependents.ts'
import { SHOP_LOOKS } from './words.ts'

/** Dipakai oleh: who uses the credentials, for what, and what would stop without them. */
export const UsageTab = ({
  card,
  usage,
  language,
  timeZone,
}: {
  card: IntegrationCard
  usage: Usage
  language: Language
  timeZone: string
}): ReactElement => {
  const { effects, problem } = useDependents(card.id, true)
  return (
    <>
      <section>
        <h3>{pick(lifecycleWords.lastUsed, language)}</h3>
        <p>
          {usage.lastUsedAt === null ? (
            pick(lifecycleWords.neverUsed, language)
          ) : (
            <>
              <RelativeTime at={usage.lastUsedAt} language={language} timeZone={timeZone} />
              {usage.lastUsedFor && `: ${pick(purposeWord(usage.lastUsedFor), language)}`}
            </>
          )}
        </p>
      </section>
      {card.kind === 'marketplace' && (
        <section>
          <h3>{pick(lifecycleWords.shops, language)}</h3>
          {usage.shops.length === 0 ? (
            <p>{pick(lifecycleWords.noShops, language)}</p>
          ) : (
            <ul className="kanal-tab__list">
              {usage.shops.map(({ id, name, status }) => (
                <li className="kanal-tab__line" key={id}>
                  <a href={`/admin/collections/shops/${id}`}>{name}</a>
                  <StatusPill
                    label={pick(SHOP_LOOKS[status].label, language)}
                    tone={SHOP_LOOKS[status].tone}
                  />
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <section>
        <h3>{pick(lifecycleWords.impactTitle, language)}</h3>
        {effects && <EffectList effects={effects} language={language} />}
        {problem && <FailureNote explanation={problem} language={language} />}
      </section>
    </>
  )
}
