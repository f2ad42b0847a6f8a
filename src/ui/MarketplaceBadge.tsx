import type { MarketplaceFace } from './server/marketplaces.ts'
import './MarketplaceBadge.css'

/** The two letters and colour of a marketplace, the same everywhere; the name is said to screen readers. */
export const MarketplaceBadge = ({
  face,
  size = 'small',
}: {
  face: MarketplaceFace
  size?: 'small' | 'large'
}) => (
  <span
    className={`kanal-marketplace kanal-marketplace--${size}`}
    style={{ backgroundColor: face.color }}
    title={face.name}
    role="img"
    aria-label={face.name}
  >
    {face.text}
  </span>
)
