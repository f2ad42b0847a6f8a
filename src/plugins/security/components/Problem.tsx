import type { ReactElement } from 'react'
import { Icon } from '../../../ui/Icon.tsx'

/** Why something on the page was refused. */
export const Problem = ({ text, id }: { text: string | null; id?: string }): ReactElement | null =>
  text === null ? null : (
    <p className="kanal-security__problem" id={id} role="alert">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  )
