import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { MemberFactor } from '../organisation/policy.ts'
import { words } from './words.ts'

const known: Readonly<Record<string, (typeof words.roles)[keyof typeof words.roles] | undefined>> =
  words.roles

const factorsOf = ({ totp, passkeys }: MemberFactor, language: Language): string =>
  [
    ...(totp ? [pick(words.policy.app, language)] : []),
    ...(passkeys > 0 ? [pick(words.policy.keys(passkeys), language)] : []),
  ].join(' · ')

/** Who of the organisation has a second factor, those without first. */
export const MemberList = ({
  members,
  language,
}: {
  members: readonly MemberFactor[]
  language: Language
}): ReactElement => (
  <div className="kanal-security__block">
    <h4>{pick(words.policy.members, language)}</h4>
    <table className="kanal-security__table">
      <thead>
        <tr>
          <th scope="col">{pick(words.policy.name, language)}</th>
          <th scope="col">{pick(words.policy.role, language)}</th>
          <th scope="col">{pick(words.policy.state, language)}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const factors = factorsOf(member, language)
          const role = known[member.role]
          return (
            <tr key={member.userId}>
              <th scope="row">{member.name}</th>
              <td>{role ? pick(role, language) : member.role}</td>
              <td>
                <StatusPill
                  label={factors || pick(words.policy.none, language)}
                  tone={factors ? 'success' : 'neutral'}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </div>
)
