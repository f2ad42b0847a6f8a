import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { Effect, Weight } from '../dependents/dependents.ts'
import { rulesWords } from './rules-words.ts'
import './EffectList.css'

const GROUPS: readonly {
  weight: Weight
  title: (typeof rulesWords)['lossTitle' | 'blocksTitle' | 'stopsTitle']
}[] = [
  { weight: 'blocks', title: rulesWords.blocksTitle },
  { weight: 'loses', title: rulesWords.lossTitle },
  { weight: 'stops', title: rulesWords.stopsTitle },
]

/** What becomes of everything that depends on an integration, the gravest first. */
export const EffectList = ({
  effects,
  language,
}: {
  effects: readonly Effect[]
  language: Language
}): ReactElement => {
  if (effects.length === 0) return <p>{pick(rulesWords.noEffects, language)}</p>
  return (
    <>
      {GROUPS.map(({ weight, title }) => {
        const own = effects.filter((each) => each.weight === weight)
        return (
          own.length > 0 && (
            <div className={`kanal-effects kanal-effects--${weight}`} key={weight}>
              <strong>{pick(title, language)}</strong>
              <ul>
                {own.map(({ id, what }) => (
                  <li key={id}>{pick(what, language)}</li>
                ))}
              </ul>
            </div>
          )
        )
      })}
    </>
  )
}
