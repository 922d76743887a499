import { type Figure, isMet } from './figure.ts'

/** For people: a line a figure, what it is held against and the counts behind it below. */
export function formatFigures(figures: readonly Figure[], judged: boolean): string {
  return figures.map((figure) => `${formatFigure(figure, judged)}\n`).join('\n')
}

function formatFigure(figure: Figure, judged: boolean): string {
  const { name, value, unit, yardstick, detail } = figure
  const lines = [
    `${name.padEnd(18)} ${String(value).padStart(9)} ${unit}${judged ? goalText(figure) : ''}`,
    `${''.padEnd(18)}   against ${yardstick}`,
    ...Object.entries(detail).map(
      ([what, found]) => `${''.padEnd(18)} ${formatDetail(found)} ${what}`,
    ),
  ]
  return lines.join('\n')
}

/** Numbers stand before what they count, words after their name. */
function formatDetail(found: number | string): string {
  return typeof found === 'number' ? String(found).padStart(9) : `${found}:`
}

function goalText(figure: Figure): string {
  if (figure.goal === null) return ''
  const { kind, limit } = figure.goal
  const wanted = `${kind === 'at-least' ? 'at least' : 'at most'} ${limit}`
  return ` (goal: ${wanted}; ${isMet(figure) === true ? 'met' : 'NOT met'})`
}
