/**
 * The figures of a round's release as an attacker reads them: what each counts, and what is said of it.
 * Assumes a parsed release; reveals nothing.
 */
import { tableOf } from '../questions/answer.ts'
import { askedKey } from '../release/asked.ts'
import { figureKey, type ReleaseCell } from '../release/figure.ts'
import type { Release } from '../release/release.ts'
import { type Part, partsOfAsked, partsOfFigure } from './round-parts.ts'

/** Which figure of a release: as its weaknesses name it. */
export interface RoundFigure {
  /** `figureKey` of a fixed figure, or `askedKey` of one of a question. */
  readonly id: string
  readonly year: number | null
  /** The table whose codes it needs. */
  readonly table: string | null
  /** Whether it is of a question of the agreement. */
  readonly asked: boolean
}

/** A figure with all that an attacker reads of it. */
export interface Figure extends RoundFigure {
  readonly cell: ReleaseCell
  readonly exactness: 'exact' | 'covered' | 'repeated'
  readonly parts: readonly Part[]
}

export function ofFigure({ id, year, table, asked }: Figure): RoundFigure {
  return { id, year, table, asked }
}

/** All figures that say anything of counts, or hide some. */
export function figuresOf(release: Release): Figure[] {
  const fixed = release.figures.flatMap((figure): Figure[] => {
    const parts = partsOfFigure(figure, release)
    if (parts === null) return []
    const { year, table, cell, exactness } = figure
    return [{ id: figureKey(figure), year, table, asked: false, cell, exactness, parts }]
  })
  const asked = release.asked.flatMap(({ question, figures }) => {
    const table = tableOf(question) ?? null
    return figures.map(({ year, code, cell, exactness }): Figure => {
      const parts = partsOfAsked(question, { year, code }, release)
      const id = askedKey(question, { year, code })
      return { id, year, table, asked: true, cell, exactness, parts }
    })
  })
  return [...fixed, ...asked].filter(({ cell }) => cell.status !== 'not-applicable')
}

/** What each claim of a round's release is about, by its id. */
export function figuresById(release: Release): ReadonlyMap<string, object> {
  const fixed = release.figures.map(({ cell, exactness, ...of }) => [figureKey(of), of] as const)
  const asked = release.asked.flatMap(({ question, figures }) =>
    figures.map(
      ({ year, code }) =>
        [askedKey(question, { year, code }), { question: question.id, year, code }] as const,
    ),
  )
  return new Map<string, object>([...fixed, ...asked])
}
