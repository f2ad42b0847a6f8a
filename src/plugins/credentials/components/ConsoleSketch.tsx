'use client'

import type { ReactElement } from 'react'
import type { Language, Sketch, SketchLine } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { labelOf, sketchInWords, sketchWords, wordingOf } from './sketch-words.ts'
import './ConsoleSketch.css'

/** Draws where in a console a value stands, from what its adapter declares: the way through the menu, and the line. */
export const ConsoleSketch = ({
  sketch,
  host,
  environment,
  language,
}: {
  sketch: Sketch
  host: string
  environment: string
  language: Language
}): ReactElement => (
  <figure className="kanal-sketch">
    <div
      aria-label={sketchInWords(sketch, host, environment, language)}
      className="kanal-sketch__window"
      role="img"
    >
      <div className="kanal-sketch__bar">
        <span className="kanal-sketch__dots">
          <i />
          <i />
          <i />
        </span>
        <span className="kanal-sketch__address">
          <Icon name="lock" size={12} /> {host}
        </span>
      </div>
      <div className="kanal-sketch__page">
        <ol className="kanal-sketch__menu">
          {sketch.menu.map((entry, depth) => (
            <li className={depth === sketch.menu.length - 1 ? 'kanal-sketch__here' : ''} key={depth}>
              {wordingOf(entry, language)}
            </li>
          ))}
        </ol>
        <div className="kanal-sketch__lines">
          <span className="kanal-sketch__heading" />
          {sketch.lines.map((line, index) => (
            <Line
              environment={environment}
              isMeant={index === sketch.line}
              key={index}
              language={language}
              line={line}
            />
          ))}
        </div>
      </div>
    </div>
    <figcaption>{pick(sketchWords.caption, language)}</figcaption>
  </figure>
)

const Line = ({
  line,
  isMeant,
  environment,
  language,
}: {
  line: SketchLine
  isMeant: boolean
  environment: string
  language: Language
}): ReactElement => (
  <div className={`kanal-sketch__line ${isMeant ? 'kanal-sketch__line--meant' : ''}`}>
    <span className="kanal-sketch__label">{labelOf(line, environment, language)}</span>
    <span className="kanal-sketch__value">
      {line.before && <span className="kanal-sketch__before">{line.before}</span>}
      {line.looks === 'hidden' ? (
        <span className="kanal-sketch__hidden">••••••••••</span>
      ) : (
        <span className="kanal-sketch__text" />
      )}
      {line.press && (
        <span className="kanal-sketch__press">
          {line.press === 'eye' ? <Icon name="eye" size={16} /> : wordingOf(line.press, language)}
        </span>
      )}
    </span>
    {isMeant && <span className="kanal-sketch__yours">{pick(sketchWords.yours, language)}</span>}
  </div>
)
