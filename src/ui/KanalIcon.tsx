/** Kanal's mark: one channel that splits into three. Takes the colour of the text around it. */
export const KanalIcon = ({ size = 18 }: { size?: number }) => (
  <svg
    className="kanal-icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    role="img"
    aria-label="Kanal"
    fill="none"
  >
    <g stroke="currentColor" strokeWidth="2.4" strokeLinecap="round">
      <path d="M3 12h17" />
      <path d="M8 12c4.2 0 4.2-6.5 8.2-6.5H20" />
      <path d="M8 12c4.2 0 4.2 6.5 8.2 6.5H20" />
    </g>
    <circle cx="4.2" cy="12" r="2.6" fill="currentColor" />
  </svg>
)
