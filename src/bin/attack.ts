import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type Bounds, boundsOf } from '../attack/bounds.ts'
import { loadSolver } from '../attack/load-solver.ts'
import { roundScenes } from '../attack/round.ts'
import { figuresById } from '../attack/round-figures.ts'
import { claimId, sceneOfTables } from '../attack/tables.ts'
import { Problem } from '../base/problem.ts'
import { parseRelease, type Release } from '../release/release.ts'
import { parseTableRelease, type TableRelease } from '../release/table-release.ts'
import { attackText } from './attack-text.ts'

interface Options {
  readonly cumulative?: boolean
  readonly json?: boolean
}

export interface AttackedCell extends Omit<Bounds, 'id'> {
  /** Id of the table, or the round. */
  readonly release: string
  /** Which figure: stratum and persons, or the question and its year. */
  readonly figure: object
}

export interface Attacked {
  /** Whether every hidden cell is hidden well enough. */
  readonly safe: boolean
  readonly cells: readonly AttackedCell[]
}

export function addAttack(program: Command): void {
  program
    .command('attack')
    .description('what a reader can infer of every withheld count of a release')
    .argument('<release...>', 'JSON files, oldest first: of one table, or of one agreement')
    .option('--cumulative', 'each table has all persons of the one before, with the same lists')
    .option('--json', 'print {"safe", "cells"} as JSON on standard output')
    .action(attack)
}

async function attack(files: readonly string[], options: Options): Promise<void> {
  const documents: unknown[] = []
  for (const file of files) documents.push(await readDocument(file))
  const solver = await loadSolver()
  const cells = scenesOf(documents, options).flatMap(({ scene, figures }) => {
    const { bounds, contradictory } = boundsOf(scene, solver)
    if (contradictory) throw contradiction(files)
    return bounds.map(({ id, ...bound }) => ({ ...(figures.get(id) as Named), ...bound }))
  })
  const attacked: Attacked = { safe: cells.every(({ safe }) => safe), cells }
  process.stdout.write(
    options.json === true ? `${JSON.stringify(attacked, null, 2)}\n` : attackText(attacked),
  )
}

type Named = Pick<AttackedCell, 'release' | 'figure'>

interface Scene {
  readonly scene: Parameters<typeof boundsOf>[0]
  readonly figures: ReadonlyMap<string, Named>
}

/** Releases of tables together; of rounds side by side, as each has counts of its own. */
function scenesOf(documents: readonly unknown[], { cumulative = false }: Options): Scene[] {
  const tables = documents.filter(isTable)
  if (tables.length === documents.length) {
    const releases = tables.map(parseTableRelease)
    const scene = sceneOfTables({ releases, exact: null, cumulative })
    return [{ scene, figures: new Map(releases.flatMap(tableFigures)) }]
  }
  if (tables.length > 0) throw mixed()
  if (cumulative) throw notCumulative()
  const releases = documents.map(parseRelease)
  return roundScenes(releases).map((scene, at) => ({ scene, figures: roundFigures(releases[at]) }))
}

function tableFigures(release: TableRelease): [string, Named][] {
  return release.figures.map(({ of, who }) => {
    return [claimId(release, { of, who }), { release: release.id, figure: { of, who } }]
  })
}

function roundFigures(release: Release | undefined): Map<string, Named> {
  if (release === undefined) return new Map()
  const { round } = release
  const all = [...figuresById(release)]
  return new Map(all.map(([id, figure]) => [id, { release: round, figure }]))
}

function isTable(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'kind' in document
}

/** A release, or what `samentel disclose --json` prints, with the release in it. */
async function readDocument(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`${file}: the file is not there or cannot be read`, cause)
  })
  const value = jsonOf(text, file)
  if (typeof value !== 'object' || value === null || !('gate' in value && 'steps' in value)) {
    return value
  }
  // The release of a round has a gate and steps too, and no release in it.
  if (!('release' in value)) return value
  if (value.release !== null) return value.release
  throw unreadable(`${file}: the table was refused, so nothing of it is published`)
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the file.
    throw unreadable(`${file}: it is not JSON`)
  }
}

function unreadable(where: string, cause?: unknown): Problem {
  return new Problem({
    code: 'attack.unreadable',
    what: 'There is no release to attack',
    where,
    remedy: 'Give a file that samentel disclose --json wrote, or the release of a round.',
    cause,
  })
}

function mixed(): Problem {
  return new Problem({
    code: 'attack.mixed',
    what: 'Releases of tables and of rounds cannot be attacked together',
    remedy: 'Attack releases of one table, or of one agreement, together.',
  })
}

function notCumulative(): Problem {
  return new Problem({
    code: 'attack.cumulative',
    what: '--cumulative is for releases of tables',
    remedy: 'Leave it out: rounds count their persons anew.',
  })
}

function contradiction(files: readonly string[]): Problem {
  return new Problem({
    code: 'attack.contradictory',
    what: 'No table of counts fits all that is published',
    where: files.join(', '),
    remedy:
      'Check that the releases are of the same lists and unchanged; of rounds that did not only grow, do not say --cumulative.',
  })
}
