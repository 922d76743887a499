import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'
import { ELEMENT_BYTES, type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { type LinearStatement, proveLinear, verifyLinear } from '../../src/proofs/linear-proof.ts'
import {
  evaluationStatement,
  firstStripStatement,
  lastStripStatement,
  linksStatement,
} from '../../src/proofs/statements.ts'
import { type ClaimedLink, linkFactors, weighLinks } from '../../src/proofs/weigh-links.ts'
import { weighRows, weighScalars } from '../../src/proofs/weigh-rows.ts'
import { weightSeed, weights } from '../../src/proofs/weights.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import { elementAt } from '../../src/psi/row.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { engines } from '../group/engines.ts'
import { addAll, elements, parts, publicOf, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'
import { increase, shift, swap } from './mischief.ts'

const ROWS = 3
const context = utf8('round, stage, prover')
const where = 'evaluator police'

/** What somebody did, what is public of it, and what it knows. */
interface Work {
  /** What went in, then what came out. */
  readonly batches: readonly Uint8Array[]
  /** All public keys of the statement, flat. */
  readonly keys: Uint8Array
  /** Weights that a statement takes. */
  readonly weighed: number
  readonly state: (
    batches: readonly Uint8Array[],
    keys: Uint8Array,
    by: Uint8Array,
  ) => LinearStatement
  readonly secrets: (by: Uint8Array) => Uint8Array
}

/** 64 bytes for each of these scalars: what drawScalar makes them of. */
function wideOf(drawn: Uint8Array): Uint8Array {
  return concatBytes(...parts(drawn).flatMap((scalar) => [scalar, new Uint8Array(32)]))
}

const script = (drawn: Uint8Array): Random => scriptedRandom(wideOf(drawn)).random

/** Rows of two columns, r of each row, and the keys they are under. */
function sealed(engine: GroupEngine, plain: Uint8Array, random: Random) {
  const [shares, others] = [scalars(engine, 2, random), scalars(engine, 2, random)]
  const publics = publicOf(engine, shares)
  const columnKeys = addAll(engine, publics, publicOf(engine, others))
  const rows = encryptRows(engine, { columnKeys, plain, random })
  return { shares, others, publics, columnKeys, rows }
}

function evaluationWork(engine: GroupEngine, random: Random): Work {
  const { shares, publics, rows } = sealed(engine, elements(engine, ROWS * 2, random), random)
  const tokenKey = scalars(engine, 1, random)
  return {
    batches: [rows, evaluateRows(engine, rows, { tokenKey, shares })],
    keys: concatBytes(engine.multiplyBase(tokenKey), publics),
    weighed: ROWS,
    state: ([before, after], keys, by) =>
      evaluationStatement(engine, {
        tokenPublic: elementAt(keys, 0),
        sharePublics: keys.subarray(32),
        before: weighRows(engine, before!, 2, by),
        after: weighRows(engine, after!, 2, by),
      }),
    secrets: () => concatBytes(tokenKey, shares),
  }
}

function firstStripWork(engine: GroupEngine, random: Random): Work {
  const plain = elements(engine, ROWS * 2, random)
  const { shares, publics, columnKeys, rows } = sealed(engine, plain, random)
  const drawn = scalars(engine, ROWS, random)
  const keys = { shares, restKeys: columnKeys, random: script(drawn) }
  return {
    batches: [rows, stripOpen(engine, rows, keys)],
    keys: concatBytes(publics, columnKeys),
    weighed: ROWS,
    state: ([before, after], all, by) =>
      firstStripStatement(engine, {
        sharePublics: all.subarray(0, 64),
        restKeys: all.subarray(64),
        before: weighRows(engine, before!, 2, by),
        after: weighRows(engine, after!, 2, by),
      }),
    secrets: (by) => concatBytes(weighScalars(engine, drawn, by), shares),
  }
}

function lastStripWork(engine: GroupEngine, random: Random): Work {
  const plain = elements(engine, ROWS * 2, random)
  const { shares, publics, columnKeys } = sealed(engine, plain, random)
  const rows = encryptRows(engine, { columnKeys: publics, plain, random })
  expect(columnKeys).not.toEqual(publics)
  return {
    batches: [rows, stripLast(engine, rows, shares)],
    keys: publics,
    weighed: ROWS,
    state: ([before, opened], sharePublics, by) =>
      lastStripStatement(engine, {
        sharePublics,
        before: weighRows(engine, before!, 2, by),
        plain: weighRows(engine, opened!, 1, by),
      }),
    secrets: () => shares,
  }
}

/** Rows 0 and 1 share a token in slot 0, and row 1's slot 1 holds row 2's slot 0. */
const links: readonly ClaimedLink[] = [
  { row: 0, slot: 0, otherRow: 1, otherSlot: 0 },
  { row: 1, slot: 1, otherRow: 2, otherSlot: 0 },
]

function linksWork(engine: GroupEngine, random: Random, claimed = links): Work {
  const [x, y, z, last] = parts(elements(engine, 4, random))
  const plain = concatBytes(x!, y!, x!, z!, z!, last!)
  const { shares, publics } = sealed(engine, plain, random)
  const rows = encryptRows(engine, { columnKeys: publics, plain, random })
  return {
    batches: [rows],
    keys: publics,
    weighed: claimed.length,
    state: ([batch], sharePublics, by) => {
      const factors = linkFactors(engine, { rows: ROWS, slots: 2 }, claimed, by)
      return linksStatement({ sharePublics, sums: weighLinks(engine, batch!, 2, factors) })
    },
    secrets: () => shares,
  }
}

const works = {
  evaluation: evaluationWork,
  'first strip': firstStripWork,
  'last strip': lastStripWork,
  links: linksWork,
}
const digest = (rows: Uint8Array) => new Uint8Array(createHash('sha256').update(rows).digest())

function weightsOf(engine: GroupEngine, work: Work, bound = context): Uint8Array {
  const digests = work.batches.map(digest)
  const seed = weightSeed({ context: bound, digests, keys: work.keys })
  return weights(engine, seed, 0, work.weighed)
}

function statementOf(engine: GroupEngine, work: Work): LinearStatement {
  return work.state(work.batches, work.keys, weightsOf(engine, work))
}

function prove(engine: GroupEngine, work: Work): Uint8Array {
  const secrets = work.secrets(weightsOf(engine, work))
  const random = seededRandom('prove')
  return proveLinear(engine, statementOf(engine, work), { secrets, random, context })
}

function check(engine: GroupEngine, work: Work, proof: Uint8Array): void {
  verifyLinear(engine, statementOf(engine, work), { proof, context, where })
}

/** The same claim with one batch altered, and with one key altered. */
const withBatch = (work: Work, at: number, rows: Uint8Array): Work => ({
  ...work,
  batches: work.batches.with(at, rows),
})

/** A cheat is caught when the proof of the true work and one made anew both fail. */
function expectCaught(engine: GroupEngine, cheat: Work, proof: Uint8Array): void {
  expect(refusal(() => check(engine, cheat, proof)).code).toBe('proof.invalid')
  expect(refusal(() => prove(engine, cheat)).code).toBe('proof.untrue')
}

describe.each(engines)('with the $name engine', (engine) => {
  describe.each(Object.entries(works))('the proof of %s', (name, make) => {
    const work = make(engine, seededRandom(name))
    const proof = prove(engine, work)

    it('holds for work that was done as it should', () => {
      check(engine, work, proof)
    })

    it('catches one altered element in any column of a row, going in and coming out', () => {
      work.batches.forEach((rows, batch) => {
        const width = rows.length / ROWS / ELEMENT_BYTES
        for (let at = width; at < 2 * width; at++) {
          expectCaught(engine, withBatch(work, batch, shift(engine, rows, at)), proof)
        }
      })
    })

    it('catches one altered key', () => {
      for (let at = 0; at < work.keys.length / ELEMENT_BYTES; at++) {
        const keys = shift(engine, work.keys, at)
        expectCaught(engine, { ...work, keys }, proof)
      }
    })

    it('does not hold for a row in the place of another', () => {
      const [last] = work.batches.slice(-1) as [Uint8Array]
      const swapped = swap(last, last.length / ROWS, 0, 2)
      const cheat = withBatch(work, work.batches.length - 1, swapped)
      expectCaught(engine, cheat, proof)
    })

    it('does not hold under weights of another seed, nor in another context', () => {
      const other = work.state(work.batches, work.keys, weightsOf(engine, work, utf8('other')))
      const shown = { proof, context, where }
      expect(refusal(() => verifyLinear(engine, other, shown)).code).toBe('proof.invalid')
      const moved = { ...shown, context: utf8('other') }
      const same = statementOf(engine, work)
      expect(refusal(() => verifyLinear(engine, same, moved)).code).toBe('proof.invalid')
    })

    it('does not hold when any part of it is altered', () => {
      for (let at = 0; at < proof.length / 32; at++) {
        const problem = refusal(() => check(engine, work, increase(engine, proof, at)))
        expect([problem.code, problem.where]).toEqual(['proof.invalid', where])
      }
    })

    it('catches errors that cancel under weights that were known before the rows', () => {
      // Why a seed hashes all rows: with these weights fixed, the altered rows would pass.
      const known = weightsOf(engine, work)
      const [first, second] = parts(known) as [Uint8Array, Uint8Array]
      const last = work.batches.length - 1
      const rows = work.batches[last]!
      const width = rows.length / ROWS / 32
      const error = elements(engine, 1, seededRandom('error'))
      // In the last column of two rows; for links, of slot 0 of row 0 and of slot 1 of row 1.
      const [x, y] = name === 'links' ? [1, width + 2] : [width - 1, 2 * width - 1]
      const changed = parts(rows)
      changed[x] = engine.add(changed[x]!, engine.multiply(second, error))
      changed[y] = engine.subtract(changed[y]!, engine.multiply(first, error))
      const cheat = withBatch(work, last, concatBytes(...changed))
      const naive = cheat.state(cheat.batches, cheat.keys, known)
      verifyLinear(engine, naive, { proof, context, where })
      expectCaught(engine, cheat, proof)
    })
  })

  it('no evaluation with another k in one row, or another share in one column, is proven', () => {
    const work = evaluationWork(engine, seededRandom('cheat'))
    const [before, after] = work.batches as [Uint8Array, Uint8Array]
    const proof = prove(engine, work)
    const [tokenKey, ...shares] = parts(work.secrets(new Uint8Array(0)))
    const evaluate = (key: Uint8Array, by: readonly Uint8Array[]) =>
      evaluateRows(engine, before, { tokenKey: key, shares: concatBytes(...by) })
    const other = evaluate(increase(engine, tokenKey!, 0), shares)
    const oneRow = concatBytes(after.subarray(0, 96), other.subarray(96, 192), after.subarray(192))
    const crossed = evaluate(tokenKey!, [shares[1]!, shares[0]!])
    const twice = evaluate(tokenKey!, [shares[0]!, shares[0]!])
    for (const cheat of [oneRow, other, crossed, twice]) {
      expectCaught(engine, withBatch(work, 1, cheat), proof)
    }
  })

  it('no opening with the share of another column is proven', () => {
    const work = lastStripWork(engine, seededRandom('cheat'))
    const [y1, y2] = parts(work.secrets(new Uint8Array(0)))
    const crossed = stripLast(engine, work.batches[0]!, concatBytes(y2!, y1!))
    expectCaught(engine, withBatch(work, 1, crossed), prove(engine, work))
  })

  it('no false link is proven, alone or among true ones', () => {
    for (const claimed of [
      [{ row: 0, slot: 0, otherRow: 2, otherSlot: 0 }],
      [...links, { row: 0, slot: 1, otherRow: 1, otherSlot: 1 }],
    ]) {
      const cheat = linksWork(engine, seededRandom('links'), claimed)
      expect(refusal(() => prove(engine, cheat)).code).toBe('proof.untrue')
    }
  })

  it('no rows at all and no links at all are proven as well', () => {
    const evaluation = evaluationWork(engine, seededRandom('none'))
    const nothing = { ...evaluation, batches: [new Uint8Array(0), new Uint8Array(0)], weighed: 0 }
    check(engine, nothing, prove(engine, nothing))
    const unlinked = linksWork(engine, seededRandom('none'), [])
    expect(statementOf(engine, unlinked).equations.at(-1)?.image).toEqual(IDENTITY)
    check(engine, unlinked, prove(engine, unlinked))
  })

  it('refuses sums and keys of another number of columns', () => {
    const two = elements(engine, 2, seededRandom('width'))
    const three = elements(engine, 3, seededRandom('width'))
    const code = (run: () => unknown) => refusal(run).code
    const about = { tokenPublic: two.subarray(32), sharePublics: two, restKeys: two, plain: two }
    const good = { ...about, before: three, after: three }
    for (const wrong of [{ before: two }, { after: two }, { before: three.subarray(1) }]) {
      const bad = { ...good, ...wrong }
      expect(code(() => evaluationStatement(engine, bad))).toBe('proof.statement')
      expect(code(() => firstStripStatement(engine, bad))).toBe('proof.statement')
    }
    const rest = { ...good, restKeys: three }
    expect(code(() => firstStripStatement(engine, rest))).toBe('proof.statement')
    expect(code(() => lastStripStatement(engine, { ...good, plain: three }))).toBe(
      'proof.statement',
    )
    expect(code(() => lastStripStatement(engine, { ...good, before: two }))).toBe('proof.statement')
    expect(code(() => linksStatement({ sharePublics: two, sums: two }))).toBe('proof.statement')
    expect(code(() => linksStatement({ sharePublics: IDENTITY.subarray(32), sums: two }))).toBe(
      'rows.columns',
    )
  })
})
