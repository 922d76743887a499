import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Held, linkedPersons, type SlotClass, takenKeys } from './read-linking.ts'

interface Vector {
  readonly name: string
  readonly slots: readonly SlotClass[]
}
const file = new URL('../../protocol/vectors/linking.json', import.meta.url)
const { link, doubles } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly link: readonly (Vector & {
    readonly maxRowsPerPerson: number
    readonly tokens: readonly (readonly string[])[]
    readonly partition: string
  })[]
  readonly doubles: readonly (Vector & {
    readonly keys: Held
    readonly person: readonly number[]
    readonly record: readonly (readonly number[])[]
  })[]
}

it.each(link.map((vector) => [vector.name, vector] as const))(
  'a second reading of rule l2 links alike: %s',
  (_, { slots, maxRowsPerPerson, tokens, partition }) => {
    const persons = linkedPersons(tokens, slots, { most: maxRowsPerPerson, established: 2 })
    expect(persons.map((one) => one.toString(16).padStart(8, '0')).join('')).toBe(partition)
  },
)

it.each(doubles.map((vector) => [vector.name, vector] as const))(
  'a second reading of 5.1 and 5.2 takes alike: %s',
  (_, { slots, keys, person, record }) => {
    const persons = linkedPersons(keys, slots, { most: Number.POSITIVE_INFINITY, established: 1 })
    expect(persons).toEqual(person)
    const taken = takenKeys(keys, persons, slots).map((row) => row.map((from) => from ?? -1))
    expect(taken).toEqual(record)
  },
)
