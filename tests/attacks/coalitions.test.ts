/** What parties that follow the protocol can work out when they put together what they hold. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { countDigest, readCount, type TableCount } from '../../src/counter/table-count.ts'
import { readLinks } from '../../src/linkage/links.ts'
import { collapseSets } from '../../src/psi/bag.ts'
import { tokenKey } from '../../src/psi/round-secrets.ts'
import { elementAt, splitElements } from '../../src/psi/row.ts'
import { addRows } from '../../src/psi/sum.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { secretOrder } from '../../src/work/stage-rows.ts'
import { asText, columnsOf, labelReader, openedBy, rowsOf } from './coalition.ts'
import { cheating } from './mischief.ts'
import {
  inRowOrder,
  keyOfPerson,
  matchingSecret,
  onLists,
  openWorld,
  ROUND,
  type World,
} from './world.ts'

const evaluators = ['border', 'court', 'rapporteur']
const everybody = [COORDINATOR, ...evaluators]
/** Rows of the round, four of each list, in the order of the lists; persons on them. */
const ROWS = 12
const PERSONS = 8
const OF_BORDER = 8
const slots = ['slot/bsn', 'slot/name']

let world: World
let tokens: Uint8Array[]

beforeAll(async () => {
  world = await openWorld(
    cheating(COORDINATOR, 'link', (rows) => {
      tokens = splitElements(rows.slice())
      return rows
    }),
  )
  await world.playToBag()
})
afterAll(() => world.close())

/** Rows of the last mix, opened by these parties, column by column. */
async function mixedFor(parties: readonly string[]): Promise<Uint8Array[][]> {
  const rows = await rowsOf(world, 'court', 'mix/3')
  return openedBy(world, parties, { rows, columns: await columnsOf(world) })
}

const guesses = [1, 2, 3, 4, 5, 6]
const trueKeys = guesses.flatMap((number) =>
  ['bsn', 'name'].map((slot) => asText(keyOfPerson(number, slot))),
)

it('the coordinator alone sees how many rows share a token: on how many lists persons are, exactly, without a list or a name', async () => {
  const shared = new Map<string, number>()
  for (let row = 0; row < ROWS; row++) {
    const first = asText(tokens[row * 2] ?? new Uint8Array(0))
    shared.set(first, (shared.get(first) ?? 0) + 1)
  }
  const sizes = [...shared.values()].toSorted((a, b) => b - a)
  expect(sizes).toEqual([3, 2, 2, 1, 1, 1, 1, 1])
  const read = labelReader(world, await world.workOf(COORDINATOR))
  const labels = (await mixedFor([COORDINATOR])).map((row) => read(row[2] ?? new Uint8Array(0)))
  expect(labels).toEqual(labels.map(() => null))
})

it('the coordinator guesses counts until the signed tally fits; without the key of the bag none does', async () => {
  const { tally } = doneBy('open/persons/3')
  const { vault } = await world.workOf('rapporteur')
  expect(countsUnder(new Uint8Array(32), tally)).toEqual([])
  const counted = await readCount(world.party('rapporteur'), ROUND, 'persons')
  // With it, these guesses are enough: so it must be a key.
  expect(countsUnder(vault.tallyKey('open/persons/3'), tally).toSorted()).toEqual(
    (counted?.sets ?? [])
      .flatMap(({ lists, count }) => Array.from({ length: count }, () => lists.join(' ')))
      .toSorted(),
  )
})

/** Tries all counts that the sizes leave, and gives the persons of those that fit the tally. */
function countsUnder(key: Uint8Array, tally: string | null): string[] {
  const pairs = ['border-2020 police-2020', 'border-2020 shelter-2020', 'police-2020 shelter-2020']
  const found: string[] = []
  // It knows the sizes: one person on three lists, two on two, five rows alone, some of them padding.
  for (const [first, second] of pairs.flatMap((one) => pairs.map((two) => [one, two] as const))) {
    for (const alone of countsUpTo(4)) {
      const persons = ['border-2020 police-2020 shelter-2020', first, second, ...alone]
      if (first <= second && countDigest(countOf(persons), key) === tally) found.push(...persons)
    }
  }
  return found
}

function doneBy(stage: string): StageDone {
  const bodies = world.said.map((said) => said.body as Partial<StageDone>)
  const done = bodies.find((body) => body.stage === stage && body.output !== undefined)
  if (done === undefined) throw new Error(`${stage} is not made`)
  return done as StageDone
}

/** How many persons stand on one list alone, each list up to so many, five in all at most. */
function countsUpTo(most: number): string[][] {
  const numbers = Array.from({ length: most + 1 }, (_, at) => at)
  const times = (list: string, count: number) => Array.from({ length: count }, () => list)
  return numbers.flatMap((a) =>
    numbers.flatMap((b) =>
      numbers
        .filter((c) => a + b + c <= 5)
        .map((c) => [
          ...times('border-2020', a),
          ...times('police-2020', b),
          ...times('shelter-2020', c),
        ]),
    ),
  )
}

function countOf(persons: readonly string[]): TableCount {
  const counts = new Map<string, number>()
  for (const one of persons) counts.set(one, (counts.get(one) ?? 0) + 1)
  const sets = [...counts]
    .map(([lists, count]) => ({ lists: lists.split(' '), codes: [], count }))
    .toSorted(
      (a, b) => a.lists.length - b.lists.length || (a.lists.join() < b.lists.join() ? -1 : 1),
    )
  const padding = PERSONS - persons.length
  return { table: 'persons', sets, padding, undecodable: 0, uncoded: 0 }
}

it('the coordinator is given no row of any opening but its own, and no bag', () => {
  const openings = world.said
    .filter((said) => said.type === 'stage.done')
    .map((said) => (said.body as StageDone).output)
    .filter(({ name }) => name.startsWith('open/'))
  expect(openings.map(({ name }) => name)).toEqual([
    'open/persons/1',
    'open/persons/2',
    'open/persons/3',
  ])
  for (const { keys } of openings) expect(Object.keys(keys)).not.toContain(COORDINATOR)
})

it.each(everybody)(
  'all key holders but %s open no slot, no label and no presence of any row',
  async (missing) => {
    const others = everybody.filter((id) => id !== missing)
    const read = labelReader(world, await world.workOf('court'))
    for (const row of await mixedFor(others)) {
      expect(row.slice(0, 2).filter((key) => trueKeys.includes(asText(key)))).toEqual([])
      expect(row.slice(2).map((element) => read(element))).toEqual([null, null])
    }
  },
)

it('the coordinator and all evaluators together open every row: key, list and presence; s is the last wall', async () => {
  const rows = await rowsOf(world, 'court', 'mix/1')
  const opened = await openedBy(world, everybody, { rows, columns: await columnsOf(world) })
  const read = labelReader(world, await world.workOf('court'))
  const real = opened.filter((row) => read(row[2] ?? new Uint8Array(0)) !== '')
  const keys = real.map((row) => asText(row[0] ?? new Uint8Array(0)))
  const guessed = (secret = matchingSecret) =>
    guesses.filter((number) => keys.includes(asText(keyOfPerson(number, 'bsn', secret))))
  expect(guessed()).toEqual(guesses)
  expect(guessed(new Uint8Array(32).fill(6))).toEqual([])
  // With s they know of each person the lists it is on.
  const listsOf = (number: number) =>
    real
      .filter((row) => asText(row[0] ?? new Uint8Array(0)) === asText(keyOfPerson(number, 'bsn')))
      .map((row) => read(row[2] ?? new Uint8Array(0)))
      .toSorted()
  expect(guesses.map(listsOf)).toEqual(
    guesses.map((number) =>
      Object.keys(onLists)
        .filter((id) => onLists[id]?.includes(number))
        .toSorted(),
    ),
  )
})

it.each(evaluators)(
  'the coordinator, an owner and all evaluators but %s test guesses on tokens and find nobody',
  async (missing) => {
    const others = evaluators.filter((id) => id !== missing)
    const guess = async (parties: readonly string[]) => {
      const keys = await Promise.all(
        parties.map(async (id) =>
          tokenKey(world.engine, (await world.vault(id)).exposeRoundKeyForDerivation()),
        ),
      )
      return guesses.filter((number) => {
        const token = keys.reduce(
          (element, key) => world.engine.multiply(key, element),
          keyOfPerson(number, 'bsn'),
        )
        return tokens.some((one) => asText(one) === asText(token))
      })
    }
    expect(await guess(others)).toEqual([])
    expect(await guess(evaluators)).toEqual(guesses)
  },
)

it('all key holders but one mixer follow no row through its mix; with its share they would follow every one', async () => {
  const columns = await columnsOf(world)
  const through = async (parties: readonly string[]) => {
    const [before, after] = await Promise.all(
      ['mix/1', 'mix/2'].map(async (stage) => {
        const reader = stage === 'mix/1' ? 'court' : 'border'
        return openedBy(world, parties, { rows: await rowsOf(world, reader, stage), columns })
      }),
    )
    const seen = new Set(before?.flat().map(asText))
    return (after ?? []).filter((row) => seen.has(asText(row[0] ?? new Uint8Array(0)))).length
  }
  expect(await through(everybody.filter((id) => id !== 'court'))).toBe(0)
  expect(await through(everybody)).toBe(ROWS)
})

/** Place among the lists' rows of every row of the last mix, for who knows the order of every mixer. */
async function placesThroughMixes(): Promise<number[]> {
  let places = Array.from({ length: ROWS }, (_, place) => place)
  for (const [at, id] of evaluators.entries()) {
    const order = secretOrder(await world.workOf(id), `mix/${at + 1}`, ROWS)
    places = Array.from(order, (from) => places[from] ?? -1)
  }
  return places
}

it('all evaluators without the coordinator read every row’s path and on which lists its person is, of an evaluator’s own list by name', async () => {
  const border = await world.workOf('border')
  const { person } = await linked()
  const sums = await rowsOf(world, 'border', 'open/persons/0')
  const opened = await openedBy(world, evaluators, { rows: sums, columns: ['label', 'presence'] })
  const read = labelReader(world, border)
  const places = await placesThroughMixes()
  const order = secretOrder(border, 'list/border-2020', 4)
  const names = inRowOrder(world, 'border', onLists['border-2020'] ?? [])
  const known = names.map((number, made) => {
    const place = OF_BORDER + order.indexOf(made)
    const sum = opened[person[places.indexOf(place)] ?? -1]?.[0]
    return [number, read(sum ?? new Uint8Array(0))]
  })
  expect(Object.fromEntries(known)).toEqual({
    4: 'border-2020 police-2020 shelter-2020',
    5: 'border-2020 shelter-2020',
    6: 'border-2020',
  })
})

it('all evaluators without the coordinator open no key', async () => {
  const opened = await openedBy(world, evaluators, {
    rows: await rowsOf(world, 'court', 'evaluate/3'),
    columns: slots,
  })
  const rows = await mixedFor(evaluators)
  const elements = [...opened.flat(), ...rows.flatMap((row) => row.slice(0, 2))].map(asText)
  expect(elements.filter((element) => trueKeys.includes(element))).toEqual([])
})

/** What the counters know: which rows are one person. */
async function linked() {
  const links = await rowsOf(world, 'court', 'link')
  return readLinks(links, ROWS, (await world.workOf('court')).slots).partition
}

/** `a`, label and presence of each person's rows added up, as they stand before they are opened. */
async function rawSums(mixed: Uint8Array): Promise<Uint8Array> {
  const { person } = await linked()
  const sums = new Uint8Array(PERSONS * 96)
  for (const [row, one] of person.entries()) {
    const cells = [0, 3, 4].map((column) => elementAt(mixed, row * 5 + column))
    sums.set(
      addRows(world.engine, sums.slice(one * 96, (one + 1) * 96), concatBytes(...cells)),
      one * 96,
    )
  }
  return sums
}

/** Which two or three rows of the last mix add up to one of these rows, by their first elements. */
function subsetsFound(mixed: Uint8Array, sums: Uint8Array): number {
  const { engine } = world
  const first = (rows: Uint8Array, width: number) =>
    Array.from({ length: rows.length / width }, (_, row) =>
      elementAt(rows.subarray(row * width), 0),
    )
  const wanted = new Set(first(sums, 96).map(asText))
  const rows = first(mixed, 160)
  const pairs = rows.flatMap((one, at) =>
    rows.slice(at + 1).map((two, more) => [at + 1 + more, engine.add(one, two)] as const),
  )
  const triples = pairs.flatMap(([at, sum]) =>
    rows.slice(at + 1).map((three) => engine.add(sum, three)),
  )
  return [...pairs.map(([, sum]) => sum), ...triples].filter((sum) => wanted.has(asText(sum)))
    .length
}

it('an evaluator with a list adds up rows of the last mix in every way and finds none of the opened sums; among raw sums it would find every person on several lists', async () => {
  const mixed = await rowsOf(world, 'border', 'mix/3')
  expect(subsetsFound(mixed, await rowsOf(world, 'border', 'open/persons/0'))).toBe(0)
  expect(subsetsFound(mixed, await rawSums(mixed))).toBe(3)
})

it('an evaluator with a list keeps no links, no sums and no bag', async () => {
  const { stores } = world.party('border').database
  const kept = (await stores.batches.list(ROUND)).map(({ name }) => name)
  expect(kept).toContain('open/persons/0')
  expect(kept.filter((name) => /^(link|sums|open\/persons\/3)/.test(name))).toEqual([])
})

it('an evaluator with a list does not know its own rows again after others have mixed', async () => {
  const columns = await columnsOf(world)
  const own = await openedBy(world, ['border'], {
    rows: await rowsOf(world, 'court', 'mix/1'),
    columns,
  })
  const later = await openedBy(world, ['border'], {
    rows: await rowsOf(world, 'border', 'mix/3'),
    columns,
  })
  const seen = new Set(own.flat().map(asText))
  expect(later.flat().filter((element) => seen.has(asText(element)))).toEqual([])
})

it('an owner keeps its own list and nothing else of the round', async () => {
  for (const id of ['police', 'shelter']) {
    const { stores } = world.party(id).database
    expect((await stores.batches.list(ROUND)).map(({ name }) => name)).toEqual([`list/${id}-2020`])
  }
})

it('the counter alone reads how many persons are on which lists, and nothing of who they are', async () => {
  const counted = await readCount(world.party('rapporteur'), ROUND, 'persons')
  expect(
    collapseSets(counted?.sets ?? []).cells.reduce((sum, { persons }) => sum + persons, 0),
  ).toBe(6)
  const opened = await mixedFor(['rapporteur'])
  expect(opened.flat().filter((element) => trueKeys.includes(asText(element)))).toEqual([])
})
