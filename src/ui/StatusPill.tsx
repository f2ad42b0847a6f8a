import type { ReactElement } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import './StatusPill.css'

export type Tone = 'success' | 'warning' | 'error' | 'info' | 'neutral'

const ICONS: Readonly<Record<Tone, IconName>> = {
  success: 'check',
  warning: 'warning',
  error: 'cross',
  info: 'clock',
  neutral: 'minus',
}

/** A state as word, icon and colour together, so that it can be read without seeing colours. */
export const StatusPill = ({
  tone,
  label,
  title,
  icon = ICONS[tone],
}: {
  tone: Tone
  label: string
  /** More about the state, on hover. */
  title?: string
  icon?: IconName
}): ReactElement => (
  <span className={`kanal-pill kanal-pill--${tone}`} title={title}>
    <Icon name={icon} size={14} />
    {label}
  </span>
)
