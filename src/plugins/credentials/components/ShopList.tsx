'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatDay } from '../../../ui/format.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { ShopCard } from '../view-model.ts'
import { SHOP_LOOKS, shopCount, words } from './words.ts'

/** The shops connected through one marketplace app. */
export const ShopList = ({
  shops,
  language,
  timeZone,
}: {
  shops: readonly ShopCard[]
  language: Language
  timeZone: string
}): ReactElement => {
  if (shops.length === 0) return <p className="kanal-card__noshop">{pick(words.noShop, language)}</p>
  return (
    <div className="kanal-card__shops">
      <h4>
        {pick(words.shops, language)} <span>· {pick(shopCount(shops.length), language)}</span>
      </h4>
      <ul>
        {shops.map(({ id, name, status, consentExpiresAt }) => (
          <li key={id}>
            <Icon name="shop" />
            <span className="kanal-card__shop">
              <a href={`/admin/collections/shops/${id}`}>{name}</a>
              {consentExpiresAt && (
                <span className="kanal-card__until">
                  {pick(words.consentUntil, language)} {formatDay(consentExpiresAt, { language, timeZone })}
                </span>
              )}
            </span>
            <StatusPill label={pick(SHOP_LOOKS[status].label, language)} tone={SHOP_LOOKS[status].tone} />
          </li>
        ))}
      </ul>
    </div>
  )
}
