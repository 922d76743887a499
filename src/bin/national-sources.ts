import type { ExactFigure } from '../overlap/questions.ts'
import type { ExactAnswer } from '../questions/answer.ts'
import type { Seen, Source } from '../rehearsal/national-checks.ts'
import { type FigureOf, figureKey, type ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'

type FigurePart = Parameters<Source['figure']>[0]

/** What the generator put into the registers; what does not apply is in nobody's. */
export function sourceOfTruth(
  figures: readonly ExactFigure[],
  asked: readonly ExactAnswer[],
): Source {
  const known = new Map(figures.map((figure) => [figureKey(figure), figure.value ?? 0]))
  const answers = new Map(asked.map((one) => [`${one.question} ${one.year}`, one.value ?? 0]))
  return {
    figure: (part, year) => known.get(figureKey(figureOf(part, year))) ?? 'absent',
    asked: (id, year) => answers.get(`${id} ${year}`) ?? 'absent',
  }
}

/** What a release says. */
export function sourceOfRelease({ figures, asked }: Release): Source {
  const known = new Map(figures.map((figure) => [figureKey(figure), figure.cell]))
  return {
    figure: (part, year) => seenOf(known.get(figureKey(figureOf(part, year)))),
    asked: (id, year) => {
      const own = asked.find(({ question }) => question.id === id)?.figures
      return seenOf(own?.find((one) => one.year === year && one.code === null)?.cell)
    },
  }
}

function figureOf({ figure, organisation, table, code }: FigurePart, year: number): FigureOf {
  return {
    question: figure,
    year,
    organisation: organisation ?? null,
    table: table ?? null,
    code: code ?? null,
  }
}

function seenOf(cell: ReleaseCell | undefined): Seen {
  if (cell === undefined) return 'absent'
  if (cell.status === 'shown' || cell.status === 'covered') return cell.value
  // Nobody is on a list that the agreement does not have.
  return cell.status === 'not-applicable' ? 0 : 'withheld'
}
