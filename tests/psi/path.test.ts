import { describe, expect, it } from 'vitest'
import { concatBytes, toHex, utf8 } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { checkRows } from '../../src/psi/check-rows.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import { filler, keyElement, labelElement, presenceElement } from '../../src/psi/key-element.ts'
import { addLabel } from '../../src/psi/label-rows.ts'
import { permutation } from '../../src/psi/permutation.ts'
import { jointKey } from '../../src/psi/possession.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { columnShare, publicKeys, tokenKey } from '../../src/psi/round-secrets.ts'
import { rowBytes, selectColumns } from '../../src/psi/row.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { addRows } from '../../src/psi/sum.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { parts } from './sample.ts'

const COLUMNS = ['slot/bsn', 'slot/name', 'label', 'presence']
const SLOTS = [0, 1]
const SUMMED = [2, 3]
const coreDigest = new Uint8Array(32).fill(5)
const secret = new Uint8Array(32).fill(6)

/** Two lists; Anna stands on both, with one key in common. The dot is a padding row. */
const lists: Record<string, [string, string][]> = {
  police: [
    ['bsn-anna', 'anna'],
    ['bsn-bert', 'bert'],
  ],
  care: [
    ['', 'anna'],
    ['.', '.'],
  ],
}

/** The first holder is the coordinator, the others are evaluators. */
const roundKeys = [1, 2, 3, 4].map((fill) => new Uint8Array(32).fill(fill))
const evaluators = roundKeys.slice(1)

function shares(engine: GroupEngine, roundKey: Uint8Array, chosen: readonly number[]): Uint8Array {
  return concatBytes(...chosen.map((at) => columnShare(engine, roundKey, COLUMNS[at] ?? '')))
}

function joint(engine: GroupEngine, holders: readonly Uint8Array[], chosen: readonly number[]) {
  const keys = holders.map((roundKey) => publicKeys(engine, roundKey, COLUMNS))
  return concatBytes(
    ...chosen.map((at) =>
      jointKey(
        engine,
        keys.map((own) => own[at]?.element ?? new Uint8Array(0)),
      ),
    ),
  )
}

function submit(engine: GroupEngine, listId: string, random: Random): Uint8Array {
  const key = (keyId: string, value: string) =>
    value === '' || value === '.'
      ? filler(engine, random)
      : keyElement(engine, secret, { recipe: 'nl-1', keyId, canonical: utf8(value) })
  const plain = (lists[listId] ?? []).flatMap(([bsn, name]) => [
    key('K01', bsn),
    key('K04', name),
    new Uint8Array(32),
    presenceElement(engine, bsn === '.' ? 'padding' : 'real'),
  ])
  const columnKeys = joint(engine, roundKeys, [0, 1, 2, 3])
  return encryptRows(engine, { columnKeys, plain: concatBytes(...plain), random })
}

function shuffle(rows: Uint8Array, width: number, order: Uint32Array): Uint8Array {
  const chosen = Array.from(order, (from) => rows.subarray(from * width, (from + 1) * width))
  return concatBytes(...chosen)
}

/** Submit, label and mix. `trace[i]` is the submitted row that came out as row i. */
function mix(engine: GroupEngine, random: Random) {
  const columnKeys = joint(engine, roundKeys, [0, 1, 2, 3])
  let rows = concatBytes(
    ...Object.keys(lists).map((listId) => {
      const label = labelElement(engine, coreDigest, listId)
      return addLabel(engine, submit(engine, listId, random), 4, 2, label)
    }),
  )
  let trace = [0, 1, 2, 3]
  for (const _ of evaluators) {
    checkRows(engine, rows, 4)
    const order = permutation(4, random)
    const width = rowBytes(4)
    rows = shuffle(rerandomiseRows(engine, rows, columnKeys, random), width, order)
    trace = Array.from(order, (from) => trace[from] ?? -1)
  }
  return { rows, trace }
}

function evaluate(engine: GroupEngine, mixed: Uint8Array): string[] {
  let rows = selectColumns(mixed, 4, SLOTS)
  for (const roundKey of evaluators) {
    rows = evaluateRows(engine, rows, {
      tokenKey: tokenKey(engine, roundKey),
      shares: shares(engine, roundKey, SLOTS),
    })
  }
  return parts(stripLast(engine, rows, shares(engine, roundKeys[0]!, SLOTS))).map(toHex)
}

function open(engine: GroupEngine, summed: Uint8Array, random: Random): Uint8Array[] {
  let rows = summed
  const order = [...roundKeys]
  while (order.length > 1) {
    const restKeys = joint(engine, order, SUMMED)
    const own = shares(engine, order.shift()!, SUMMED)
    rows = stripOpen(engine, rows, { shares: own, restKeys, random })
  }
  return parts(stripLast(engine, rows, shares(engine, order[0]!, SUMMED)))
}

describe.each(engines)('a whole round with the $name engine', (engine) => {
  const random = seededRandom('path')
  const { rows, trace } = mix(engine, random)
  const tokens = evaluate(engine, rows)
  const place = (submitted: number) => trace.indexOf(submitted)
  const tokenOf = (submitted: number, slot: number) => tokens[place(submitted) * 2 + slot]

  it('gives the key times all token keys as token', () => {
    const annaName = { recipe: 'nl-1', keyId: 'K04', canonical: utf8('anna') }
    const token = evaluators.reduce(
      (element, roundKey) => engine.multiply(tokenKey(engine, roundKey), element),
      keyElement(engine, secret, annaName),
    )
    expect(tokenOf(0, 1)).toBe(toHex(token))
  })

  it('gives equal tokens for equal keys and for nothing else', () => {
    expect(tokenOf(0, 1)).toBe(tokenOf(2, 1))
    expect(new Set(tokens).size).toBe(tokens.length - 1)
  })

  it('opens the sum of a person to the sum of the labels of its lists', () => {
    const chosen = selectColumns(rows, 4, SUMMED)
    const row = (submitted: number) =>
      chosen.subarray(place(submitted) * 96, (place(submitted) + 1) * 96)
    const [police, care] = ['police', 'care'].map((id) => labelElement(engine, coreDigest, id))
    const anna = open(engine, addRows(engine, row(0), row(2)), random)
    expect(anna).toEqual([engine.add(police!, care!), presenceElement(engine, 'real')])
    expect(open(engine, row(1), random)).toEqual([police, presenceElement(engine, 'real')])
    expect(open(engine, row(3), random)).toEqual([care, presenceElement(engine, 'padding')])
  })

  it('refuses to evaluate rows that are cut or not rows', () => {
    const keys = {
      tokenKey: tokenKey(engine, evaluators[0]!),
      shares: shares(engine, evaluators[0]!, SLOTS),
    }
    const slots = selectColumns(rows, 4, SLOTS)
    expect(refusal(() => evaluateRows(engine, slots.subarray(32), keys)).code).toBe('rows.length')
    const bad = slots.slice().fill(1, 0, 32)
    expect(refusal(() => evaluateRows(engine, bad, keys)).code).toBe('element.invalid')
    const zero = { ...keys, tokenKey: new Uint8Array(32) }
    expect(refusal(() => evaluateRows(engine, slots, zero)).code).toBe('scalar.zero')
  })
})
