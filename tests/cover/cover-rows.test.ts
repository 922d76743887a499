import { beforeAll, describe, expect, it } from 'vitest'
import { concatBytes, fromHex } from '../../src/base/bytes.ts'
import { countCovered, sizeTotals } from '../../src/cover/counts.ts'
import { makeCoverRows, proveCoverRows, verifyCoverRows } from '../../src/cover/cover-rows.ts'
import {
  checkCommitments,
  commitCover,
  drawCoverSecrets,
  placeCover,
} from '../../src/cover/cover-secrets.ts'
import {
  addToBinSums,
  emptyBinSums,
  proveCoverSums,
  verifyCoverSums,
} from '../../src/cover/cover-sums.ts'
import { coveredSum, exactAnswer, openCover, verifyCoverOpening } from '../../src/cover/opening.ts'
import { type CoverScene, coverRowCount, pairAt, rowsPerBin } from '../../src/cover/plan.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { presenceElement } from '../../src/psi/key-element.ts'
import { permutation } from '../../src/psi/permutation.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { engines } from '../group/engines.ts'
import { addAll, publicOf } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { coverOf, makeCover, smallPlan as plan, scenes } from './rounds.ts'

const [engine] = engines as [(typeof engines)[0]]
const ROW = 96

type Cover = ReturnType<typeof makeCover>

/** Whatever another evaluator checks of a cover, in runs of another length than it was made in. */
function verify(scene: CoverScene, cover: Cover, sumProofs = cover.sumProofs()): void {
  const { commitments, rows, rowProofs } = cover
  const sums = emptyBinSums(plan)
  const run = 7
  checkCommitments(engine, plan, commitments, 'e1')
  for (let from = 0; from * ROW < rows.length; from += run) {
    const part = rows.subarray(from * ROW, (from + run) * ROW)
    const proofs = rowProofs.subarray(from * 128, (from + run) * 128)
    verifyCoverRows(engine, scene, { rows: part, from, proofs, where: 'e1, cover' })
    addToBinSums(engine, plan, sums, { rows: part, from })
  }
  verifyCoverSums(engine, scene, { sums, commitments, proofs: sumProofs, where: 'e1, cover' })
}

describe('the cover of a small bag', () => {
  const random = seededRandom('a covered bag')
  const { scenes: views, shares } = scenes(engine, random)
  const check = presenceElement(engine, 'check')
  /** Persons of each bin; 5 padding rows, 2 check persons on all lists and one undecodable. */
  const truth = [4, 0, 2, 9, 1, 0, 3]
  const covers: Cover[] = []
  let pairs: Uint8Array

  function bagPlain(): Uint8Array {
    const { elements } = views[0]!
    const persons = truth.flatMap((count, bin) =>
      Array.from({ length: count }, () => pairAt(elements.bins, bin)),
    )
    const padding = Array.from({ length: 5 }, () => elements.nothing)
    const checked = concatBytes(
      pairAt(elements.bins, 6).slice(0, 32),
      addAll(engine, check, check, check),
    )
    return concatBytes(...persons, ...padding, checked, checked, concatBytes(check, IDENTITY))
  }

  function shuffled(rows: Uint8Array): Uint8Array {
    const order = permutation(rows.length / ROW, random)
    return concatBytes(...[...order].map((row) => rows.subarray(row * ROW, (row + 1) * ROW)))
  }

  beforeAll(() => {
    const { columnKeys } = views[0]!
    for (const view of views) covers.push(makeCover(engine, view, random))
    let rows = concatBytes(
      encryptRows(engine, { columnKeys, plain: bagPlain(), random }),
      ...covers.map((cover) => cover.rows),
    )
    const keys = shares.map((share) => publicOf(engine, share))
    for (const [at, share] of shares.slice(0, 2).entries()) {
      const restKeys = addAll(engine, ...keys.slice(at))
      rows = stripOpen(engine, shuffled(rows), { shares: share, restKeys, random })
    }
    pairs = stripLast(engine, rows, shares[2]!)
  })

  const counted = () =>
    countCovered(engine, plan, {
      elements: views[0]!.elements,
      check,
      pairs,
      persons: 27,
      evaluators: 3,
    })

  it('is proven to be what was committed to', () => {
    for (const [at, cover] of covers.entries()) verify(views[at]!, cover)
  })

  it('opens to the persons and what all evaluators added', () => {
    const counts = counted()
    const added = (bin: number) =>
      covers.reduce((sum, { secrets }) => sum + (secrets.numbers[bin] ?? 0), 0)
    expect(counts.covered).toEqual(truth.map((count, bin) => count + added(bin)))
    expect(counts.checks).toEqual([0, 0, 0, 0, 0, 0, 2])
    const cover = plan.bins.reduce((sum, _, bin) => sum + added(bin), 0)
    expect(counts.nothing).toBe(5 + 3 * coverRowCount(plan) - cover)
    expect(counts.outside).toEqual(concatBytes(check, IDENTITY))
  })

  it('fits the number of rows per person that the partition tells', () => {
    const known = {
      rowsPerPerson: new Map([
        [1, 12],
        [2, 10],
        [3, 5],
      ]),
      evaluators: 3,
    }
    expect(sizeTotals(plan, counted(), known)).toEqual([
      { lists: 1, least: 0, most: 12 },
      { lists: 2, least: 9, most: 10 },
      { lists: 3, least: 2, most: 3 },
    ])
    const fewer = {
      ...known,
      rowsPerPerson: new Map([
        [1, 12],
        [2, 80],
        [3, 5],
      ]),
    }
    const problem = refusal(() => sizeTotals(plan, counted(), fewer))
    expect(problem.code).toBe('cover.totals')
    // Which of the counts, and how many persons, would be told to everybody.
    expect(problem.where).toBe('covered counts')
    expect(`${problem.what} ${problem.where} ${problem.remedy}`).not.toMatch(/\d/)
  })

  it('comes off a question exactly, once all evaluators open their sums', () => {
    const question = {
      id: 'known-to-two',
      bins: plan.bins.filter((bin) => bin.lists.length === 2).map(({ id }) => id),
    }
    const openings = covers.map((cover) => openCover(engine, plan, question, cover.secrets))
    for (const [at, opening] of openings.entries()) {
      const { commitments } = covers[at]!
      verifyCoverOpening(engine, plan, question, { opening, commitments, evaluator: `e${at + 1}` })
    }
    const covered = coveredSum(plan, question, counted().covered)
    expect(exactAnswer(covered, openings)).toBe(10)
    expect(() => exactAnswer(3, openings)).toThrow('cover.totals')
  })

  it('is refused when a bag has another number of rows', () => {
    const { elements } = views[0]!
    const bag = { elements, check, pairs, persons: 28, evaluators: 3 }
    const problem = refusal(() => countCovered(engine, plan, bag))
    expect(problem.code).toBe('cover.rows')
    expect(`${problem.message} ${problem.where}`).not.toMatch(/\d/)
  })
})

describe('an evaluator that cheats with its cover', () => {
  const random = seededRandom('cheats with cover')
  const [scene, other] = scenes(engine, random).scenes as [CoverScene, CoverScene]
  const secrets = drawCoverSecrets(engine, plan, random)
  const places = placeCover(plan, secrets, random)
  const honest = coverOf(engine, scene, { secrets, places, random })

  function refused(run: () => void): string {
    const problem = refusal(run)
    expect(problem.code).toBe('proof.invalid')
    return problem.where ?? ''
  }

  /** One row in another's place, with the proof that would be made for it. */
  function withRow(plain: Uint8Array, at: number): Cover {
    const { columnKeys } = scene
    const row = encryptRows(engine, { columnKeys, plain, random })
    const rows = honest.rows.slice()
    rows.set(row, at * ROW)
    return { ...honest, rows }
  }

  it('is not accused while it does not', () => {
    expect(() => verify(scene, honest)).not.toThrow()
  })

  it('is named when a row holds three of its bin', () => {
    const bin = pairAt(scene.elements.bins, 2)
    const three = addAll(engine, bin, bin, bin)
    expect(refused(() => verify(scene, withRow(three, 9)))).toBe('e1, cover, row 9')
  })

  it('is named when a row holds another bin', () => {
    const foreign = pairAt(scene.elements.bins, 3)
    expect(refused(() => verify(scene, withRow(foreign, 9)))).toBe('e1, cover, row 9')
  })

  it('cannot prove a row that holds something else', () => {
    const made = makeCoverRows(engine, scene, { places: places.subarray(0, 1), from: 0, random })
    const swapped = { ...made, places: new Uint8Array([1 - places[0]!]), from: 0, random }
    expect(() => proveCoverRows(engine, scene, swapped)).toThrow('proof.untrue')
  })

  it('is named when its rows hold a bin once more than committed', () => {
    const more = {
      ...secrets,
      numbers: secrets.numbers.map((z, bin) => (bin === 4 ? (z + 1) % 5 : z)),
    }
    const cover = coverOf(engine, scene, {
      secrets: more,
      places: placeCover(plan, more, random),
      random,
    })
    const claimed = { ...cover, commitments: honest.commitments }
    const where = refused(() => verify(scene, claimed))
    expect(where).toBe(`e1, cover, bin ${plan.bins[4]!.id}`)
  })

  it('cannot prove a sum other than committed', () => {
    const sums = emptyBinSums(plan)
    addToBinSums(engine, plan, sums, { rows: honest.rows, from: 0 })
    const more = { ...secrets, numbers: secrets.numbers.map((z) => z + 1) }
    const { randomness } = honest
    const by = { sums, commitments: commitCover(engine, more), secrets: more, randomness, random }
    expect(() => proveCoverSums(engine, scene, by)).toThrow('proof.untrue')
  })

  it('is named when it shows another commitment than the one it proves', () => {
    const commitments = honest.commitments.slice()
    commitments.set(engine.add(commitments.slice(0, 32), commitments.slice(32, 64)), 32)
    const where = refused(() => verify(scene, { ...honest, commitments }))
    expect(where).toBe(`e1, cover, bin ${plan.bins[1]!.id}`)
  })

  it('is named when it hands on the cover of another', () => {
    expect(refused(() => verify(other, honest))).toBe('e1, cover, row 0')
  })

  it('is named when its rows of one bin change places with those of another', () => {
    const rows = honest.rows.slice()
    rows.copyWithin(0, 4 * ROW, 8 * ROW)
    expect(refused(() => verify(scene, { ...honest, rows }))).toBe('e1, cover, row 0')
  })

  it('is named when a row, with its proof, changes places with another of its bin', () => {
    const swap = (flat: Uint8Array, size: number) => {
      const out = flat.slice()
      out.set(flat.subarray(8 * size, 9 * size), 9 * size)
      out.set(flat.subarray(9 * size, 10 * size), 8 * size)
      return out
    }
    const swapped = { rows: swap(honest.rows, ROW), rowProofs: swap(honest.rowProofs, 128) }
    expect(refused(() => verify(scene, { ...honest, ...swapped }))).toBe('e1, cover, row 8')
  })

  it('is named when proofs are missing', () => {
    const rowProofs = honest.rowProofs.slice(0, -128)
    expect(refused(() => verify(scene, { ...honest, rowProofs }))).toBe('e1, cover')
    expect(refused(() => verify(scene, honest, honest.sumProofs().slice(128)))).toBe('e1, cover')
  })

  it('is named when its commitments are not one element for each bin', () => {
    const { commitments } = honest
    const identity = commitments.slice().fill(0, 32, 64)
    const noElement = commitments.slice()
    noElement.set(fromHex('01'.repeat(32)), 64)
    for (const wrong of [commitments.slice(32), identity, noElement]) {
      const problem = refusal(() => checkCommitments(engine, plan, wrong, 'e1'))
      expect(problem.code).toBe('cover.commitments')
      expect(problem.message).toContain('holder e1')
    }
  })

  it('is named when it opens another number, or a number that cannot be', () => {
    const question = { id: 'all', bins: plan.bins.map(({ id }) => id) }
    const opening = openCover(engine, plan, question, secrets)
    const open = (value: number, blinding = opening.blinding) =>
      verifyCoverOpening(engine, plan, question, {
        opening: { value, blinding },
        commitments: honest.commitments,
        evaluator: 'e1',
      })
    expect(() => open(opening.value)).not.toThrow()
    const lied = refusal(() => open(opening.value - 1))
    expect(lied.code).toBe('proof.opening')
    expect(lied.where).toBe('evaluator e1, question all')
    expect(refusal(() => open(opening.value, secrets.blindings.slice(0, 32))).code).toBe(
      'proof.opening',
    )
    for (const value of [-1, 0.5, 7 * rowsPerBin(plan) + 1]) {
      expect(refusal(() => open(value)).code).toBe('cover.opening-wrong')
    }
  })
})

describe('a cover', () => {
  it('is the same after a restart, from the same seed, in runs of any length', () => {
    const [scene] = scenes(engine, seededRandom('restart')).scenes as [CoverScene]
    const made = (run: number) => {
      const secrets = drawCoverSecrets(engine, plan, seededRandom('secrets'))
      const places = placeCover(plan, secrets, seededRandom('places'))
      const random = seededRandom('rows')
      const rows: Uint8Array[] = []
      for (let from = 0; from < places.length; from += run) {
        const part = places.subarray(from, from + run)
        rows.push(makeCoverRows(engine, scene, { places: part, from, random }).rows)
      }
      return { rows: concatBytes(...rows), commitments: commitCover(engine, secrets) }
    }
    expect(made(28)).toEqual(made(28))
    expect(made(5)).toEqual(made(28))
  })

  it('holds each bin as often as was drawn, in an order of its own', () => {
    const random = seededRandom('places')
    const secrets = drawCoverSecrets(engine, plan, random)
    const seen = new Set<string>()
    for (let n = 0; n < 200; n++) {
      const places = placeCover(plan, secrets, random)
      for (const [bin, number] of secrets.numbers.entries()) {
        const own = places.subarray(bin * 4, bin * 4 + 4)
        expect(own.reduce((sum, one) => sum + one, 0)).toBe(number)
        if (number === 2) seen.add(own.join(''))
      }
    }
    expect(secrets.numbers).toContain(2)
    expect(seen.size).toBe(6)
  })

  it('is made the same by every engine', () => {
    const made = engines.map((one) => {
      const random = seededRandom('engines')
      const [scene] = scenes(one, random).scenes as [CoverScene]
      const { rows, rowProofs, commitments, sumProofs } = makeCover(one, scene, random)
      return { rows, rowProofs, commitments, sumProofs: sumProofs() }
    })
    expect(made[1]).toEqual(made[0])
  })
})
