import { concatBytes, utf8 } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'
import { makeCoverRows, proveCoverRows } from '../../src/cover/cover-rows.ts'
import { commitCover, drawCoverSecrets, placeCover } from '../../src/cover/cover-secrets.ts'
import {
  addToBinSums,
  emptyBinSums,
  proveCoverSums,
  sumRandomness,
} from '../../src/cover/cover-sums.ts'
import { type CoverScene, coverElements, makeCoverPlan } from '../../src/cover/plan.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { addAll, publicOf, scalars } from '../psi/sample.ts'

export const lists = ['politie-2017', 'kmar-2017', 'zorg-2017']

/** Four cover rows a bin: as few as there can be. */
export const smallPlan = makeCoverPlan({ lists, epsilon: 8, delta: 0.01 })

/** Three evaluators with keys of their own and one plan: the scene of one of them. */
export function scenes(
  engine: GroupEngine,
  random: Random,
): { scenes: CoverScene[]; shares: Uint8Array[] } {
  const shares = [0, 1, 2].map(() => scalars(engine, 2, random))
  const columnKeys = addAll(engine, ...shares.map((share) => publicOf(engine, share)))
  const core = random(32)
  const labels = new Map(lists.map((list) => [list, labelElement(engine, core, list)]))
  const elements = coverElements(engine, smallPlan, labels)
  const contexts = ['cover/1', 'cover/2', 'cover/3'].map(utf8)
  return {
    scenes: contexts.map((context) => ({ plan: smallPlan, elements, columnKeys, context })),
    shares,
  }
}

/** All that one evaluator makes, in runs of `run` rows. */
export function makeCover(engine: GroupEngine, scene: CoverScene, random: Random, run = 10) {
  const { plan } = scene
  const secrets = drawCoverSecrets(engine, plan, random)
  const places = placeCover(plan, secrets, random)
  return coverOf(engine, scene, { secrets, places, random, run })
}

/** With places of the caller's choice, as a cheat may have. */
export function coverOf(
  engine: GroupEngine,
  scene: CoverScene,
  by: {
    readonly secrets: ReturnType<typeof drawCoverSecrets>
    readonly places: Uint8Array
    readonly random: Random
    readonly run?: number
  },
) {
  const { plan } = scene
  const { secrets, places, random, run = 10 } = by
  const commitments = commitCover(engine, secrets)
  const sums = emptyBinSums(plan)
  const rows: Uint8Array[] = []
  const rowProofs: Uint8Array[] = []
  const randomness: Uint8Array[] = []
  for (let from = 0; from < places.length; from += run) {
    const part = places.subarray(from, from + run)
    const made = makeCoverRows(engine, scene, { places: part, from, random })
    rows.push(made.rows)
    randomness.push(made.randomness)
    rowProofs.push(proveCoverRows(engine, scene, { ...made, places: part, from, random }))
    addToBinSums(engine, plan, sums, { rows: made.rows, from })
  }
  const total = sumRandomness(engine, plan, concatBytes(...randomness))
  return {
    secrets,
    commitments,
    rows: concatBytes(...rows),
    rowProofs: concatBytes(...rowProofs),
    randomness: total,
    sumProofs: () =>
      proveCoverSums(engine, scene, { sums, commitments, secrets, randomness: total, random }),
  }
}
