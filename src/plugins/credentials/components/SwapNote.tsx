'use client'

import { Button } from '@payloadcms/ui'
import type { Dispatch, ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { swapExplained } from '../checks/swapped.ts'
import type { IntegrationCard } from '../view-model.ts'
import { swapIn, typedValues, type FormAction, type FormState } from './form-state.ts'
import './FailureNote.css'

const swapThem = text('Tukar isinya', 'Swap them')

/** Says of two typed values that they stand in each other's place, with a button that puts them right. */
export const SwapNote = ({
  card,
  state,
  dispatch,
  language,
}: {
  card: IntegrationCard
  state: FormState
  dispatch: Dispatch<FormAction>
  language: Language
}): ReactElement | null => {
  const swap = swapIn(card, state)
  // Not while it is still being typed: once a field was left, or the form was sent.
  if (!swap || !swap.some(({ key }) => state.fields[key]?.error)) return null
  const { what, why } = swapExplained(swap)
  const [a, b] = swap
  const values = typedValues(state)
  return (
    <div className="kanal-failure kanal-failure--warning" role="alert">
      <Icon name="warning" size={20} />
      <div className="kanal-failure__parts">
        <p className="kanal-failure__what">{pick(what, language)}</p>
        <p>{pick(why, language)}</p>
        <Button
          buttonStyle="secondary"
          margin={false}
          onClick={() => {
            dispatch({ type: 'type', field: a.key, value: values[b.key] ?? '' })
            dispatch({ type: 'type', field: b.key, value: values[a.key] ?? '' })
          }}
          size="small"
        >
          {pick(swapThem, language)}
        </Button>
      </div>
    </div>
  )
}
