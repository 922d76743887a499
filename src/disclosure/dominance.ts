/**
 * Flags of numbers that are nearly all of a larger one: whoever knows that somebody is in the larger
 * then knows nearly surely that it is in the smaller. Made of shown numbers only; pure; reveals nothing
 * that they do not.
 */
import type { Dominance } from '../release/dominance.ts'
import { type FigureOf, figureKey, type ReleaseFigure } from '../release/figure.ts'
import { figureSpan } from './quality.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'

const SHARE = 0.9

export function dominanceFlags(
  figures: readonly ReleaseFigure[],
  rules: DisclosureRules,
): Dominance[] {
  const shown = new Map(figures.map((figure) => [figureKey(figure), figure]))
  return figures.flatMap((part) => {
    const within = wholeOf(part)
    const whole = within === null ? undefined : shown.get(figureKey(within))
    if (whole?.cell.status !== 'shown' || part.cell.status !== 'shown') return []
    const [least, most] = [figureSpan(part, rulesOf(rules, part)), figureSpan(whole, rules)]
    return least.low >= SHARE * most.high ? [{ part: nameOf(part), whole: nameOf(whole) }] : []
  })
}

/** Of whom the persons of a figure are a part by definition; null: of nothing that a release holds. */
function wholeOf({ question, year, organisation, table }: ReleaseFigure): FigureOf | null {
  switch (question) {
    case 'known-only-to':
      return { question: 'known-to', year, organisation }
    case 'known-to':
    case 'only-without-legal-basis':
    case 'seen-again':
    case 'also-in':
      return { question: 'persons', year }
    case 'persons':
      return table === null ? null : { question: 'persons', year }
    default:
      return null
  }
}

function nameOf(figure: ReleaseFigure): Dominance['part'] {
  const { question, year, organisation, population, table, code } = figure
  return { question, year, organisation, population, table, code }
}
