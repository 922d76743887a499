/** What owners that deviate learn of persons they mark, alone or with coordinator or counter: not to be prevented. */
import { afterEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { exactTable } from '../../src/counter/exact-tables.ts'
import { readCount } from '../../src/counter/table-count.ts'
import { IDENTITY, isIdentity } from '../../src/group/engine.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { submitRows } from '../../src/work/submit-rows.ts'
import { asText, columnsOf, labelReader, openedBy, rowsOf } from './coalition.ts'
import { cheating, type Mischief, submitting, submittingKeys, together } from './mischief.ts'
import {
  formTable,
  inRowOrder,
  keyOfPerson,
  oneCounter,
  onLists,
  openWorld,
  ROUND,
  type World,
} from './world.ts'

/** Two keys, or two tokens, a row. */
const ROW = 64
const scalar = (value: number) => new Uint8Array(32).fill(value, 0, 1)

let world: World
afterEach(() => world.close())

/** What the coordinator sees: the tokens. */
function listening(): { readonly heard: Uint8Array[]; readonly mischief: Mischief } {
  const heard: Uint8Array[] = []
  return {
    heard,
    mischief: cheating(COORDINATOR, 'link', (tokens) => void heard.push(tokens.slice())),
  }
}

/** What the counter sees: the bag. */
function counting(): { readonly heard: Uint8Array[]; readonly mischief: Mischief } {
  const heard: Uint8Array[] = []
  return {
    heard,
    mischief: cheating('rapporteur', 'open/persons/3', (bag) => void heard.push(bag.slice())),
  }
}

const token = (tokens: Uint8Array, row: number, slot: number) =>
  tokens.subarray(row * ROW + slot * 32, row * ROW + slot * 32 + 32)

/** Row i holds a key X and, in the other slot, i + 2 times X. */
const relate: Mischief = submittingKeys('police', (keys, { engine }) => {
  for (let row = 0; row < 4; row++) {
    const key = keys.slice(row * ROW, row * ROW + 32)
    keys.set(engine.multiply(scalar(row + 2), key), row * ROW + 32)
  }
})

/** The coordinator finds the owner's row by the relation that every multiplication keeps. */
function related(world: World, tokens: Uint8Array, own: number): number {
  const rows = Array.from({ length: tokens.length / ROW }, (_, row) => row)
  const found = rows.filter((row) => {
    const multiple = world.engine.multiply(scalar(own + 2), token(tokens, row, 0))
    return asText(multiple) === asText(token(tokens, row, 1))
  })
  expect(found).toHaveLength(1)
  return found[0] ?? -1
}

it('an owner with the coordinator knows its rows again by related elements; nobody notices, and they learn on how many other lists each person is, not on which', async () => {
  const { heard, mischief } = listening()
  world = await openWorld(together(relate, mischief))
  await world.playToBag()
  const tokens = heard[0] ?? new Uint8Array(0)
  const numbers = inRowOrder(world, 'police', onLists['police-2020'] ?? [])
  const others = numbers.map((_, own) => {
    const first = asText(token(tokens, related(world, tokens, own), 0))
    const rows = Array.from({ length: tokens.length / ROW }, (_, row) => row)
    return rows.filter((row) => asText(token(tokens, row, 0)) === first).length - 1
  })
  expect(others).toEqual(numbers.map((number) => otherLists(number, 'police-2020').length))
  // Which lists: the coordinator has the rows of the last mix, and its own share alone opens none.
  const rows = await rowsOf(world, COORDINATOR, 'mix/3')
  const opened = await openedBy(world, [COORDINATOR], { rows, columns: await columnsOf(world) })
  const read = labelReader(world, await world.workOf(COORDINATOR))
  expect(opened.map((row) => read(row[2] ?? IDENTITY))).toEqual(opened.map(() => null))
  await world.play()
  expect(await world.ending()).toBe('released')
})

function otherLists(number: number, own: string): string[] {
  return Object.keys(onLists).filter((id) => id !== own && onLists[id]?.includes(number))
}

it('an owner makes its fillers as known multiples of G, against the specification; with the coordinator it knows them all again', async () => {
  const { heard, mischief } = listening()
  // Person 1 to 4 have no name, so that the second slot is filled, in the row of number i by (i + 2)·G.
  const fillers = submittingKeys('police', (keys, { engine }) => {
    for (let row = 0; row < 4; row++) keys.set(engine.multiplyBase(scalar(row + 2)), row * ROW + 32)
  })
  world = await openWorld(together(fillers, mischief))
  await world.playToBag()
  const tokens = heard[0] ?? new Uint8Array(0)
  const count = tokens.length / ROW
  const seconds = Array.from({ length: count }, (_, row) => token(tokens, row, 1))
  // (j + 2)·T_i = (i + 2)·T_j tells rows i and j of the list among all.
  const foundBy = (i: number, j: number) =>
    seconds.flatMap((one, row) => {
      const left = asText(world.engine.multiply(scalar(j + 2), one))
      const other = seconds.findIndex(
        (two) => asText(world.engine.multiply(scalar(i + 2), two)) === left,
      )
      return other < 0 || other === row ? [] : [row]
    })
  const found = [0, 1, 2, 3].map((own) => foundBy(own, (own + 1) % 4))
  expect(found.map((rows) => rows.length)).toEqual([1, 1, 1, 1])
  // They are its rows: those of persons 3 and 4, say, hold the tokens that others hold too.
  const numbers = inRowOrder(world, 'police', onLists['police-2020'] ?? [])
  const shared = found.map(([row = 0]) => {
    const first = asText(token(tokens, row, 0))
    return seconds.filter((_, other) => asText(token(tokens, other, 0)) === first).length
  })
  expect(shared).toEqual(numbers.map((number) => 1 + otherLists(number, 'police-2020').length))
})

/** So many rows of the police hold the keys of one person. */
function repeating(person: number, times: number): Mischief {
  return submittingKeys('police', (keys) => {
    for (let row = 0; row < times; row++) {
      keys.set(keyOfPerson(person, 'bsn'), row * ROW)
      keys.set(keyOfPerson(person, 'name'), row * ROW + 32)
    }
  })
}

it.each([
  [2, 3, { listTwice: 1, undecodable: 0 }],
  [4, 4, { listTwice: 0, undecodable: 1 }],
])(
  'an owner enters one person in %i rows; the counter with it reads the other lists of this person, and it shows in the quality of the count',
  async (times, person, quality) => {
    const { heard, mischief } = counting()
    const persons = { ...onLists, 'police-2020': [1, 2, 7, 8] }
    world = await openWorld(together(repeating(person, times), mischief), { persons })
    await world.play()
    expect(await world.ending()).toBe('released')
    const { database, storageKey } = world.party('rapporteur')
    expect((await exactTable(database, storageKey, ROUND))?.quality).toEqual(quality)
    const { engine } = world
    const core = fromBase64Url(world.saidBy('border', 'keys.commit').binding)
    const label = (list: string) => labelElement(engine, core, list)
    const own = engine.multiply(scalar(times), label('police-2020'))
    const guesses = [[], ['shelter-2020'], ['border-2020'], ['shelter-2020', 'border-2020']]
    const sums = guesses.map((lists) => lists.map(label).reduce((a, b) => engine.add(a, b), own))
    const seen = labelsIn(heard[0] ?? new Uint8Array(0))
    const read = guesses.filter((_, at) => seen.includes(asText(sums[at] ?? IDENTITY)))
    expect(read.map((lists) => lists.toSorted())).toEqual([
      otherLists(person, 'police-2020').toSorted(),
    ])
  },
)

it('an owner enters a person as padding; the counter with it reads the lists of this person, and it shows as undecodable', async () => {
  const { heard, mischief } = counting()
  const asPadding = submitting('police', (_, task, world) => {
    const [keys, picks] = [task.keys.slice(), task.picks.slice()]
    keys.set(keyOfPerson(4, 'bsn'), 3 * ROW)
    // The place of padding among the presences.
    picks[3] = 1
    return submitRows(world.engine, { ...task, keys, picks })
  })
  const persons = { ...onLists, 'police-2020': [1, 2, 3] }
  world = await openWorld(together(asPadding, mischief), { persons })
  await world.play()
  expect(await world.ending()).toBe('released')
  const { database, storageKey } = world.party('rapporteur')
  expect((await exactTable(database, storageKey, ROUND))?.quality.undecodable).toBe(1)
  const bag = heard[0] ?? new Uint8Array(0)
  const core = fromBase64Url(world.saidBy('border', 'keys.commit').binding)
  const { engine } = world
  const sum = engine.add(
    labelElement(engine, core, 'shelter-2020'),
    labelElement(engine, core, 'border-2020'),
  )
  const marked = rowsIn(bag).filter(
    ({ labels, presence }) => !isIdentity(presence) && !isIdentity(labels),
  )
  expect(marked.map(({ labels }) => asText(labels))).toEqual([asText(sum)])
})

it('an owner gives one person a code that nobody else has; the counter with it reads the lists of this person, and nobody notices', async () => {
  const rare = formTable.codes.length + 1 // conflict, after unknown: every table has it
  const marking = submitting('police', (_, task, world) => {
    const picks = task.picks.slice()
    const row = inRowOrder(world, 'police', onLists['police-2020'] ?? []).indexOf(4)
    picks[2 * row + 1] = rare
    return submitRows(world.engine, { ...task, picks })
  })
  world = await openWorld(marking, { terms: { tables: [formTable] } })
  await world.play()
  expect(await world.ending()).toBe('released')
  const count = await readCount(world.party('rapporteur'), ROUND, formTable.id)
  const marked = count?.sets.filter(({ codes }) => codes?.includes('conflict'))
  expect(marked?.map(({ lists }) => lists)).toEqual([
    ['border-2020', 'police-2020', 'shelter-2020'],
  ])
})

function rowsIn(bag: Uint8Array): { labels: Uint8Array; presence: Uint8Array }[] {
  return Array.from({ length: bag.length / 64 }, (_, row) => ({
    labels: bag.subarray(row * 64, row * 64 + 32),
    presence: bag.subarray(row * 64 + 32, row * 64 + 64),
  }))
}

function labelsIn(bag: Uint8Array): string[] {
  return rowsIn(bag).map(({ labels }) => asText(labels))
}

/** The coordinator keeps the links of the marked person's rows and spoils all other tokens. */
function isolating(own: () => number): Mischief {
  return cheating(COORDINATOR, 'link', (tokens, world) => {
    const first = asText(token(tokens, related(world, tokens, own()), 0))
    for (let row = 0; row < tokens.length / ROW; row++) {
      if (asText(token(tokens, row, 0)) !== first) tokens.set(secureRandom(ROW), row * ROW)
    }
    return tokens
  })
}

it('an owner, the coordinator and the only counter read on which lists one person of that owner is, by name; nobody notices in a round without check persons', async () => {
  const { heard, mischief } = counting()
  const own = () => inRowOrder(world, 'police', onLists['police-2020'] ?? []).indexOf(4)
  world = await openWorld(together(relate, isolating(own), mischief), { terms: oneCounter })
  await world.playToBag()
  const read = labelReader(world, await world.workOf('rapporteur'))
  const real = rowsIn(heard[0] ?? new Uint8Array(0)).filter(({ presence }) => isIdentity(presence))
  const several = real
    .map(({ labels }) => read(labels) ?? '')
    .filter((lists) => lists.includes(' '))
  expect(several).toEqual(['border-2020 police-2020 shelter-2020'])
  await world.play()
  expect(await world.ending()).toBe('released')
})
