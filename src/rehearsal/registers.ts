import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UNKNOWN } from '../base/codes.ts'
import type { ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { type CodedRow, encodeCodedCsv } from './csv.ts'
import { exploitationCodes, writeExploitation } from './exploitation.ts'
import { type OrganisationId, organisationIds } from './organisations.ts'
import type { Person } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import { qualities } from './quality.ts'
import { MAPPING, registerMapping } from './register-mapping.ts'
import { reportPerson, type Slip } from './reports.ts'
import { makeSightings, type Sighting } from './sightings.ts'
import { countTruth, type Truth } from './truth.ts'

export interface RegisterSetup {
  /** Any whole number; the same seed and scale give the same bytes. */
  readonly seed: number
  /** 0.01 to 1: 1 is the size of the national register of 2013-2017. */
  readonly scale: number
}

/** A record with what only the generator knows about it. */
export interface FictionalRecord {
  readonly row: CodedRow
  readonly slips: readonly Slip[]
  readonly person: Person
  readonly list: ListInfo
}

/**
 * Writes fictional national registers: `<organisation>.csv`, all its years and populations in one file
 * (UTF-8, LF, the columns of `csv.ts`), `mapping.yaml`, and `truth.json` (`Truth`). Every person is made up; no row says
 * which person it is about.
 *
 * @param setup.directory made when it is not there; files of the same name are overwritten
 * @returns the truth as written
 * @throws Problem `rehearsal.seed`, `rehearsal.scale`
 */
export async function writeRegisters(
  setup: RegisterSetup & { readonly directory: string },
): Promise<Truth> {
  const { directory, seed, scale } = setup
  const records = makeRecords({ seed, scale })
  const truth = countTruth({ seed, scale }, records.map(trueRecord))
  await mkdir(directory, { recursive: true })
  for (const organisation of organisationIds) {
    const own = records.filter(({ list }) => list.organisation === organisation)
    await writeFile(
      join(directory, `${organisation}.csv`),
      encodeCodedCsv(own.map(({ row }) => row)),
    )
  }
  await writeFile(join(directory, MAPPING), registerMapping())
  await writeFile(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`)
  return truth
}

/**
 * The records of all organisations, each organisation's in order of report date, with their persons.
 *
 * @throws Problem `rehearsal.seed`, `rehearsal.scale`
 */
export function makeRecords({ seed, scale }: RegisterSetup): FictionalRecord[] {
  checkSetup({ seed, scale })
  const sightings = makeSightings(seed, scale)
  return organisationIds.flatMap((organisation) => {
    const own = sightings.filter(({ list }) => list.organisation === organisation)
    return recordsOf(organisation, own, seed).toSorted(byDateThenId)
  })
}

function checkSetup({ seed, scale }: RegisterSetup): void {
  if (!Number.isSafeInteger(seed)) {
    throw new Problem({
      code: 'rehearsal.seed',
      what: 'The seed is not a whole number',
      remedy: 'Give a whole number; the same number gives the same registers.',
    })
  }
  if (!(scale >= 0.01 && scale <= 1)) {
    throw new Problem({
      code: 'rehearsal.scale',
      what: 'The scale is not between 0.01 and 1',
      remedy: 'Give 1 for registers of national size, or less for a quick rehearsal.',
    })
  }
}

function recordsOf(
  organisation: OrganisationId,
  sightings: readonly Sighting[],
  seed: number,
): FictionalRecord[] {
  const prng = seededPrng(seed, `reports of ${organisation}`)
  // A stream of its own, so that the other columns stay as they are.
  const forms = seededPrng(seed, `exploitation of ${organisation}`)
  const nextId = recordIds(seededPrng(seed, `record ids of ${organisation}`))
  const quality = qualities[organisation]
  return sightings.flatMap(({ person, list }) => {
    const role = list.population === 'victims' ? 'victim' : 'suspect'
    const copies = prng.chance(quality.double) ? 2 : 1
    return Array.from({ length: copies }, (): FictionalRecord => {
      const setup = { recordId: nextId(), quality, year: list.year, role } as const
      const { row, slips } = reportPerson(person, setup, prng)
      const exploitation =
        role === 'victim' ? writeExploitation(person, { seed, organisation }, forms) : ''
      return { row: { ...row, exploitation }, slips, person, list }
    })
  })
}

/** Opaque, and drawn by each organisation for itself: ids say nothing across organisations. */
function recordIds(prng: Prng): () => string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  const given = new Set<string>()
  return () => {
    for (;;) {
      const id = Array.from({ length: 10 }, () => alphabet[prng.below(alphabet.length)]).join('')
      if (given.has(id)) continue
      given.add(id)
      return id
    }
  }
}

function byDateThenId({ row: a }: FictionalRecord, { row: b }: FictionalRecord): number {
  const [one, other] = [a, b].map((row) => `${row.report_date} ${row.record_id}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}

function trueRecord({ person, list }: FictionalRecord): { listId: string; personNumber: number } {
  return { listId: list.id, personNumber: person.number }
}

/** What a record says of the tables of the sample agreement, as its mapping reads it. */
export function codesOfRecord({ row }: FictionalRecord): Record<string, string> {
  return {
    exploitation: exploitationCodes[row.exploitation] ?? UNKNOWN,
    sex: { F: 'female', M: 'male' }[row.sex] ?? UNKNOWN,
  }
}
