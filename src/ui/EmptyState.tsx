import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import './EmptyState.css'

/** Says what a place is for while it is empty, and offers the one next action. */
export const EmptyState = ({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName
  title: string
  children: ReactNode
  action?: ReactNode
}): ReactElement => (
  <div className="kanal-empty">
    <span className="kanal-empty__icon">
      <Icon name={icon} size={28} />
    </span>
    <h2 className="kanal-empty__title">{title}</h2>
    <p className="kanal-empty__text">{children}</p>
    {action}
  </div>
)
