import type { ReactElement } from 'react'

const PATHS = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4.5 4.5l7 7m0-7-7 7',
  warning: 'M8 5.5v3.5m0 2.2v.1M8 1.8 14.6 13.6H1.4Z',
  minus: 'M4 8h8',
  clock: 'M8 4.5V8l2.4 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  lock: 'M4 7.5h8v6H4Zm1.5 0V5.2a2.5 2.5 0 0 1 5 0v2.3',
  plug: 'M5.5 2v3m5-3v3M4 5h8v2.5a4 4 0 0 1-8 0ZM8 11.5V14',
  shop: 'M2.5 6.2 3.6 2.5h8.8l1.1 3.7a1.8 1.8 0 0 1-3.6.2 1.9 1.9 0 0 1-3.8 0 1.8 1.8 0 0 1-3.6-.2ZM3.5 8.5v5h9v-5',
  copy: 'M5.5 5.5h7v8h-7ZM10.5 5.5v-3h-7v8h2',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Zm8.3 0a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0Z',
  eyeOff:
    'M2.5 2.5l11 11M6.3 4c.5-.1 1.1-.2 1.7-.2 4 0 6.5 4.2 6.5 4.2s-.7 1.2-2 2.3M4 5.5C2.4 6.6 1.5 8 1.5 8S4 12.2 8 12.2c.9 0 1.7-.2 2.4-.5',
  open: 'M9.5 2.5h4v4m0-4L7.5 8.5M12 9.5v4H2.5V4h4',
  chevron: 'M6 4l4 4-4 4',
} as const

export type IconName = keyof typeof PATHS

/** A line icon in the colour of the text around it; decoration only, so always put a word beside it. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }): ReactElement => (
  <svg aria-hidden="true" fill="none" focusable="false" height={size} viewBox="0 0 16 16" width={size}>
    <path
      d={PATHS[name]}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.5"
    />
  </svg>
)
