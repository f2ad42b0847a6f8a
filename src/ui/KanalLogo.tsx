import { KanalIcon } from './KanalIcon.tsx'
import './KanalLogo.css'

/** Mark and name together, for the doors of the house: sign-in, first owner, password reset. */
export const KanalLogo = () => (
  <span className="kanal-logo">
    <KanalIcon size={40} />
    <span aria-hidden="true">Kanal</span>
  </span>
)
