import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UNKNOWN } from '../base/codes.ts'
import type { ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { ageClassOf } from './ages.ts'
import { ageIn } from './calendar.ts'
import { type CodedRow, encodeCodedCsv } from './csv.ts'
import { writeExploitation } from './exploitation.ts'
import { type OrganisationId, organisationIds } from './organisations.ts'
import type { Person } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import { reportedByTwoUnits } from './published-victims.ts'
import { qualities } from './quality.ts'
import { ageWords, MAPPING, registerCodes, registerMapping } from './register-mapping.ts'
import { reportPerson, type Slip, tellsAge } from './reports.ts'
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
 * @param setup.tables those that the mapping speaks of; all of the sample agreement unless told
 * @returns the truth as written
 * @throws Problem `rehearsal.seed`, `rehearsal.scale`
 */
export async function writeRegisters(
  setup: RegisterSetup & { readonly directory: string; readonly tables?: readonly string[] },
): Promise<Truth> {
  const { directory, seed, scale, tables } = setup
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
  await writeFile(join(directory, MAPPING), registerMapping(tables))
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
  const scene = {
    seed,
    fullest: fullestOf(sightings),
    claims: drawClaims(seed, sightings),
    twice: drawTwice({ seed, scale }, sightings),
  }
  return organisationIds.flatMap((organisation) => {
    const own = sightings.filter(({ list }) => list.organisation === organisation)
    return recordsOf(organisation, own, scene).toSorted(byDateThenId)
  })
}

interface Writers {
  readonly seed: number
  /** Of each victim, the sighting whose record tells all that any register knows. */
  readonly fullest: ReadonlySet<Sighting>
  readonly claims: ReadonlyMap<Sighting, 'sexual' | 'other'>
  /** Victims of whom two units of the police reported the same. */
  readonly twice: ReadonlySet<Sighting>
}

function drawTwice({ seed, scale }: RegisterSetup, sightings: readonly Sighting[]): Set<Sighting> {
  const own = sightings.filter(isPoliceVictim)
  const prng = seededPrng(seed, 'police units')
  return new Set(prng.shuffled(own).slice(0, Math.round(reportedByTwoUnits * scale)))
}

function isPoliceVictim({ list }: Sighting): boolean {
  return list.organisation === 'police' && list.population === 'victims'
}

function fullestOf(sightings: readonly Sighting[]): Set<Sighting> {
  const victims = sightings.filter(({ list }) => list.population === 'victims')
  const byPerson = Map.groupBy(victims, ({ person }) => person)
  return new Set([...byPerson.values()].flatMap(([first]) => first ?? []))
}

/** Of victims on several lists whose form nobody knows, those of whom two registers say different things. */
const contradicted = 0.1

function drawClaims(
  seed: number,
  sightings: readonly Sighting[],
): Map<Sighting, 'sexual' | 'other'> {
  const prng = seededPrng(seed, 'contradictions')
  const unknown = sightings.filter(
    ({ person, list }) => person.form === 'unknown' && list.population === 'victims',
  )
  const claims = new Map<Sighting, 'sexual' | 'other'>()
  for (const [one, other] of Map.groupBy(unknown, ({ person }) => person).values()) {
    if (one === undefined || other === undefined || !prng.chance(contradicted)) continue
    claims.set(one, 'sexual')
    claims.set(other, 'other')
  }
  return claims
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
  { seed, fullest, claims, twice }: Writers,
): FictionalRecord[] {
  const prng = seededPrng(seed, `reports of ${organisation}`)
  // A stream of its own, so that the other columns stay as they are.
  const forms = seededPrng(seed, `exploitation of ${organisation}`)
  const nextId = recordIds(seededPrng(seed, `record ids of ${organisation}`))
  const quality = qualities[organisation]
  return sightings.flatMap((sighting) => {
    const { person, list } = sighting
    const role = list.population === 'victims' ? 'victim' : 'suspect'
    const isDouble = isPoliceVictim(sighting) ? twice.has(sighting) : prng.chance(quality.double)
    const copies = isDouble ? 2 : 1
    return Array.from({ length: copies }, (_, copy): FictionalRecord => {
      const isFullest = copy === 0 && fullest.has(sighting)
      const setup = { recordId: nextId(), quality, year: list.year, role, isFullest } as const
      const { row, slips } = reportPerson(person, setup, prng)
      if (role === 'suspect') {
        return { row: { ...row, exploitation: '', age_class: '' }, slips, person, list }
      }
      const claim = claims.get(sighting) ?? null
      const writing = { seed, organisation, isFullest, isBorderOnly: person.isBorderOnly, claim }
      const exploitation = writeExploitation(person, writing, forms)
      const age_class = tellsAge(row)
        ? ageWords[ageClassOf(ageIn(list.year, person.birthDate))]
        : ''
      return { row: { ...row, exploitation, age_class }, slips, person, list }
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
  const coded = Object.entries(registerCodes).map(([table, { column, values }]) => [
    table,
    values[row[column]] ?? UNKNOWN,
  ])
  return Object.fromEntries(coded)
}
