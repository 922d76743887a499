import { coverRowCount, makeCoverPlan } from '../cover/plan.ts'
import type { Terms } from '../round/agreement.ts'
import type { Stage } from '../round/stages.ts'
import { type PsiPool, startPool } from '../work/pool.ts'
import { CODES, EVALUATORS, listIds, type Scene } from './bench-terms.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { type PlayedRound, playRound, type StageCost, totalOf } from './played-round.ts'
import { measureSealing } from './sealing.ts'

const LISTS = 3
const MOST_LISTS = 8
const YARDSTICK =
  'the same rows unproven; all in multiplications of an element, done in turns with it'

/** What proofs, code tables and cover cost beside the bare round of the same rows. */
export async function measureProofs({ quick }: Extent): Promise<Figure[]> {
  const rows = quick ? 4 : 96
  const cover = quick ? { epsilon: 10, delta: 0.01 } : { epsilon: 1, delta: 1e-6 }
  const pool = startPool(1)
  const play = (more: Partial<Scene>) =>
    playRound({ rows, lists: LISTS, tables: 0, proofs: 'full', cover: null, ...more }, pool)
  try {
    if (!quick) await warmUp(pool)
    const bare = await play({ proofs: 'off' })
    const proven = await play({})
    const withTables = quick
      ? [await play({ tables: 1 })]
      : [await play({ tables: 1 }), await play({ tables: 2 })]
    const covered = await play({ cover })
    return [
      proofsFigure(bare, proven),
      tablesFigure(bare, proven, withTables),
      coverFigure(cover, proven, covered),
      await measureSealing(quick),
    ]
  } finally {
    await pool.close()
  }
}

/** Every path once, so that its code is compiled. */
async function warmUp(pool: PsiPool): Promise<void> {
  const cover = { epsilon: 10, delta: 0.01 }
  await playRound({ rows: 16, lists: LISTS, tables: 0, proofs: 'full', cover }, pool)
}

function proofsFigure(bare: PlayedRound, proven: PlayedRound): Figure {
  const whole = totalOf(bare)
  const proofs = (stages: readonly StageCost[]) =>
    stages.reduce((sum, { proving, verifying }) => sum + proving + verifying, 0) / proven.multiplyMs
  const linear = proofs(proven.stages.filter(({ stage }) => !isShuffle(stage)))
  const shuffled = proofs(proven.stages.filter(({ stage }) => isShuffle(stage)))
  return {
    name: 'proofs',
    value: tidy(totalOf(proven) / whole),
    unit: 'times the work of an unproven round, all parties together',
    yardstick: YARDSTICK,
    goal: null,
    detail: {
      'times with proofs of evaluations, strips and links': tidy(1 + linear / whole),
      'times with proofs of shuffles too': tidy(1 + (linear + shuffled) / whole),
      'multiplications a row, unproven, all parties': perRow(whole, bare.rows),
      'multiplications a row, proven, all parties': perRow(totalOf(proven), bare.rows),
      ...listDetail(bare, proven),
      ...Object.assign({}, ...kinds.map((kind) => stageDetail(kind, proven))),
      'µs of a multiplication': tidy(proven.multiplyMs * 1000),
      rows: bare.rows,
      persons: bare.persons,
      evaluators: EVALUATORS.length,
    },
  }
}

/** An owner's proofs of what its rows hold, which every evaluator verifies: proven less unproven. */
function listDetail(bare: PlayedRound, proven: PlayedRound): Figure['detail'] {
  const more = (of: (played: PlayedRound) => number) =>
    of(proven) / proven.multiplyMs - of(bare) / bare.multiplyMs
  const proving = more(({ submitting }) => submitting)
  const verifying = more(({ collecting }) => collecting) / EVALUATORS.length
  return {
    'multiplications a row to prove: list': perRow(proving, bare.rows),
    'multiplications a row to verify: list': perRow(verifying, bare.rows),
  }
}

/** Stages that prove alike. */
const kinds: readonly (readonly [string, (stage: Stage) => boolean])[] = [
  ['mix', ({ kind }) => kind === 'mix'],
  ['evaluate', ({ kind }) => kind === 'evaluate'],
  ['link', ({ kind }) => kind === 'link'],
  ['first strip', (stage) => stage.kind === 'open' && stage.turn === 0],
  ['shuffled strip', (stage) => stage.kind === 'open' && isShuffle(stage)],
  ['last strip', isLast],
]

function isShuffle(stage: Stage): boolean {
  if (stage.kind === 'mix') return true
  return stage.kind === 'open' && stage.turn > 0 && !isLast(stage)
}

function isLast(stage: Stage): boolean {
  return stage.kind === 'open' && stage.turn === EVALUATORS.length
}

/** Of one stage and one who checks it, a row that the stage puts out. */
function stageDetail(
  [name, isOf]: (typeof kinds)[number],
  { stages, multiplyMs }: PlayedRound,
): Figure['detail'] {
  const found = stages.filter(({ stage }) => isOf(stage))
  const sum = (of: (cost: StageCost) => number) => found.reduce((all, cost) => all + of(cost), 0)
  return {
    [`multiplications a row to prove: ${name}`]: perRow(
      sum((cost) => cost.proving) / multiplyMs,
      sum((cost) => cost.rows),
    ),
    [`multiplications a row to verify: ${name}`]: perRow(
      sum((cost) => cost.verifying) / multiplyMs,
      sum((cost) => cost.rows * cost.checkers),
    ),
  }
}

function tablesFigure(
  bare: PlayedRound,
  proven: PlayedRound,
  withTables: readonly PlayedRound[],
): Figure {
  const whole = totalOf(bare)
  const times = [proven, ...withTables].map((played) => tidy(totalOf(played) / whole))
  const named = times.map((value, tables) => [`times, proven, with ${tables} tables`, value])
  return {
    name: 'tables',
    value: tidy((times.at(-1) ?? 0) / (times[0] ?? 1)),
    unit: `times a proven round without tables, with ${withTables.length} of ${CODES} codes each`,
    yardstick: YARDSTICK,
    goal: null,
    detail: { ...Object.fromEntries(named), rows: bare.rows, persons: bare.persons },
  }
}

/** What evaluators add to the bag is made, proven, verified, and opened with the persons. */
function coverFigure(
  cover: NonNullable<Terms['cover']>,
  proven: PlayedRound,
  covered: PlayedRound,
): Figure {
  const added = addedRows(cover, LISTS)
  const each = (totalOf(covered) - totalOf(proven)) / added
  const seconds = (rows: number) => tidy((rows * each * covered.multiplyMs) / 1000)
  const computed = Array.from({ length: MOST_LISTS - LISTS }, (_, at) => {
    const lists = LISTS + at + 1
    const rows = addedRows(cover, lists)
    return [
      [`rows added at ${lists} lists, computed`, rows],
      [`processor seconds at ${lists} lists, computed`, seconds(rows)],
    ]
  })
  return {
    name: 'cover',
    value: tidy(each),
    unit: 'multiplications for a row of cover, all parties together',
    yardstick: 'the same proven round without cover; multiplications done in turns with it',
    goal: null,
    detail: {
      epsilon: cover.epsilon,
      delta: cover.delta,
      'rows added': added,
      'processor seconds': seconds(added),
      'times a proven round without it': tidy(totalOf(covered) / totalOf(proven)),
      ...Object.fromEntries(computed.flat()),
      'µs of a multiplication': tidy(covered.multiplyMs * 1000),
      lists: LISTS,
    },
  }
}

/** By all evaluators, in a round of that many lists. */
function addedRows(cover: NonNullable<Terms['cover']>, lists: number): number {
  return EVALUATORS.length * coverRowCount(makeCoverPlan({ ...cover, lists: listIds(lists) }))
}

function perRow(multiplications: number, rows: number): number {
  return tidy(multiplications / rows)
}
