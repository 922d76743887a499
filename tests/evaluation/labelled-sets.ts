/** Labelled lists to measure with: FEBRL's files, made-up registers, and a few records by hand. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabelledList, LabelledRecord } from '../../src/evaluation/keyed-list.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { dateSlips, misdate } from '../../src/rehearsal/misdate.ts'
import { misspell, nameSlips } from '../../src/rehearsal/misspell.ts'
import { seededPrng } from '../../src/rehearsal/prng.ts'
import { qualities } from '../../src/rehearsal/quality.ts'
import { makeSightings, type Sighting } from '../../src/rehearsal/sightings.ts'
import { readFieldMap } from '../../src/source/field-map.ts'
import { type LabelledFile, readLabelled } from '../../src/source/labelled-records.ts'

const febrlFolder = join(import.meta.dirname, '..', 'data', 'febrl')
export const febrlMap = join(febrlFolder, 'mapping.yaml')
export const TODAY = '2026-01-01'

/** FEBRL's file with the person of each record in a column of its own. */
export async function febrlText(set: 1 | 2): Promise<string> {
  const text = await readFile(join(febrlFolder, `dataset${set}.csv`), 'utf8')
  return `entity_id, ${text.trimEnd().replace(/^rec-(\d+)/gm, '$1, $&')}\n`
}

export async function febrl(set: 1 | 2): Promise<LabelledList> {
  const folder = await mkdtemp(join(tmpdir(), 'samentel-febrl-'))
  try {
    const path = join(folder, `febrl-${set}.csv`)
    await writeFile(path, await febrlText(set))
    return listOf(await readLabelled(path, await readFieldMap(febrlMap)))
  } finally {
    await rm(folder, { recursive: true })
  }
}

function listOf({ file, records }: LabelledFile): LabelledList {
  return { name: file, records: records.map(({ entity, fields }) => record(entity, fields)) }
}

export function record(entity: string, fields: Readonly<Record<string, string>>): LabelledRecord {
  return { entity, person: readPerson(fields, TODAY).person }
}

/** Registers of seven organisations over five years, of which some share of persons has 1 January for a birthday. */
export function registers(seed: number, scale: number, standIns: number): LabelledList[] {
  const prng = seededPrng(seed, 'labelled registers')
  const assessed = new Map<number, boolean>()
  const lists = new Map<string, LabelledRecord[]>()
  for (const { person, list } of makeSightings(seed, scale)) {
    const isAssessed = assessed.get(person.number) ?? prng.chance(standIns)
    assessed.set(person.number, isAssessed)
    const quality = qualities[list.organisation as keyof typeof qualities]
    const fields = sightingFields(person, { quality, prng, isAssessed })
    const records = lists.get(list.id) ?? []
    lists.set(list.id, [...records, record(String(person.number), fields)])
  }
  return [...lists].map(([name, records]) => ({ name, records }))
}

interface Copying {
  readonly quality: (typeof qualities)[keyof typeof qualities]
  readonly prng: ReturnType<typeof seededPrng>
  readonly isAssessed: boolean
}

function sightingFields(
  person: Sighting['person'],
  { quality, prng, isAssessed }: Copying,
): Record<string, string> {
  let name: Parameters<typeof misspell>[0] = person
  for (const slip of nameSlips) {
    if (prng.chance(quality.names[slip])) name = misspell(name, slip, prng)
  }
  let date = person.birthDate
  for (const slip of dateSlips) {
    if (prng.chance(quality.birth[slip])) date = misdate(date, slip, prng)
  }
  const hasAddress = prng.chance(quality.addressKnown)
  return {
    given_names: name.givenNames,
    surname: `${name.prefix} ${name.surname}`,
    birth_date: isAssessed ? `${date.slice(0, 4)}-01-01` : date,
    sex: person.sex,
    country_of_birth: person.countryOfBirth,
    bsn: prng.chance(quality.bsn) ? person.bsn : '',
    postcode: hasAddress ? person.postcode : '',
    house_number: hasAddress ? person.houseNumber : '',
  }
}
