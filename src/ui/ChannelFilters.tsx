import { Link } from '@payloadcms/ui'
import type { ListViewServerProps } from 'payload'
import { membershipsOf } from '../collections/access/roles.ts'
import { pick } from '../i18n/pick.ts'
import { text } from '../i18n/text.ts'
import { type Condition, conditionsOf, listHref, sameConditions } from './list-href.ts'
import { MarketplaceBadge } from './MarketplaceBadge.tsx'
import { reader } from './server/database.ts'
import { type Channel, channelsOf } from './server/marketplaces.ts'
import './QuickFilters.css'

const words = {
  title: text('Filter kanal', 'Channel filters'),
  all: text('Semua kanal', 'All channels'),
}

/**
 * The channels the person's organisations sell on, each one press away. Sets only its own conditions, so that it
 * narrows whatever the list is filtered by already. Nothing is drawn where there is no choice.
 */
export const ChannelFilters = async ({
  collection,
  conditionsFor,
  list: { i18n, payload, searchParams, user },
}: {
  collection: string
  conditionsFor: (channel: Channel, shopIds: readonly string[]) => readonly Condition[]
  list: Pick<ListViewServerProps, 'i18n' | 'payload' | 'searchParams' | 'user'>
}) => {
  const shops = await reader(payload).query<{ id: string; marketplace: string }>(
    'select id, marketplace from shops where organisation_id = any($1::uuid[]) order by id',
    [membershipsOf(user).map(({ organisation }) => organisation)],
  )
  const channels = channelsOf(
    payload,
    shops.map(({ marketplace }) => marketplace),
  ).map((channel) => ({
    ...channel,
    conditions: conditionsFor(
      channel,
      shops.filter(({ marketplace }) => marketplace === channel.marketplace).map(({ id }) => id),
    ),
  }))
  if (channels.length < 2) return null
  const present = conditionsOf(searchParams)
  const known = channels.flatMap(({ conditions }) => conditions)
  const isOurs = (condition: Condition) => known.some((each) => sameConditions([each], [condition]))
  const others = (present ?? []).filter((condition) => !isOurs(condition))
  const ours = (present ?? []).filter(isOurs)
  const choices = [
    { key: 'all', name: pick(words.all, i18n.language), face: null, conditions: [] },
    ...channels.map(({ marketplace, surface, face, conditions }) => ({
      key: `${marketplace}:${surface ?? ''}`,
      name: face.name,
      face,
      conditions,
    })),
  ]
  return (
    <nav className="kanal-quick" aria-label={pick(words.title, i18n.language)}>
      {choices.map(({ key, name, face, conditions }) => (
        <Link
          key={key}
          className="kanal-quick__filter"
          href={listHref(collection, [...others, ...conditions])}
          aria-current={present && sameConditions(conditions, ours) ? 'true' : undefined}
          prefetch={false}
        >
          {face && (
            <span aria-hidden="true">
              <MarketplaceBadge face={face} />
            </span>
          )}
          {name}
        </Link>
      ))}
    </nav>
  )
}
