'use client'

import { useState } from 'react'
import './Picture.css'

/** A small product picture; an empty frame when there is none. Decorative: the title beside it says what it is. */
export const Picture = ({ src, size = 36 }: { src: string | null; size?: number }) => {
  const [broken, setBroken] = useState(false)
  if (src && /^https?:\/\//.test(src) && !broken) {
    return (
      <img
        className="kanal-picture"
        src={src}
        alt=""
        width={size}
        height={size}
        loading="lazy"
        referrerPolicy="no-referrer"
        // A picture that failed before the page came alive fires no event any more.
        ref={(image) => {
          if (image?.complete && image.naturalWidth === 0) setBroken(true)
        }}
        onError={() => setBroken(true)}
      />
    )
  }
  return (
    <span
      className="kanal-picture kanal-picture--empty"
      style={{ width: size, height: size }}
      aria-hidden="true"
    >
      <svg viewBox="0 0 24 24" width={size / 2} height={size / 2}>
        <path d="M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8" />
      </svg>
    </span>
  )
}
