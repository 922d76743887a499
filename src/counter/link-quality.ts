import { utf8 } from '../base/bytes.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import { keyClasses } from '../linkage/key-class.ts'
import type { CheckPerson } from '../psi/check-persons.ts'
import { type CountedLinks, decodeLinkReport, type ListQuality } from '../round/quality-reports.ts'
import type { StageDone } from '../round/statements.ts'
import type { RoundWork } from '../work/round-work.ts'
import { openForCounter } from '../work/seal-to-counters.ts'
import { checkLinks, lessChecks } from './check-links.ts'
import type { CountKeeping } from './table-count.ts'

/** What is known of the quality of the links of a round: no persons' names, small counts and all. */
export interface KnownQuality {
  readonly links: CountedLinks
  readonly lists: readonly ListQuality[]
}

/**
 * 8.5: opens what the coordinator says of its links, takes the check persons out and keeps the rest for the release.
 * @throws Problem `links.report-unreadable`, `links.report-wrong`
 */
export async function takeLinkReport(
  work: RoundWork,
  keeping: CountKeeping,
  made: { readonly done: StageDone; readonly checks: readonly CheckPerson[] },
): Promise<void> {
  const { core } = work.manifest
  const from = { sender: COORDINATOR, sealed: made.done.report ?? {} }
  const report = await openForCounter(work, 'samentel link report v2', from).then(
    decodeLinkReport,
    (cause: unknown) => {
      throw unreadable(cause)
    },
  )
  if (report === null) throw unreadable()
  const numbers = keyClasses(work.slots).filter(({ tier, unique }) => tier === 1 && unique)
  const due = numbers.map(({ id }) => id).join(' ')
  const named = report.labelled.map((one) => one.numbers).join(' ')
  if (named !== due || report.links !== made.done.output.rows || !isPossible(report)) throw wrong()
  const ofChecks = checkLinks(made.checks, { slots: work.slots, lists: core.lists.length })
  await keepLinkReport(keeping, core.round, lessChecks(report, ofChecks))
}

/** Whether no count is more than what it is part of. */
function isPossible({ labelled, links, linksByNumbers }: CountedLinks): boolean {
  return linksByNumbers <= links && labelled.every(({ same, found }) => found <= same)
}

export async function keepLinkReport(
  keeping: CountKeeping,
  round: string,
  links: CountedLinks,
): Promise<void> {
  await keep(keeping, { round, name: LINKS }, links)
}

/** 5.9: what owners told of their lists. */
export async function keepListQualities(
  keeping: CountKeeping,
  round: string,
  lists: readonly ListQuality[],
): Promise<void> {
  await keep(keeping, { round, name: LISTS }, lists)
}

export async function readQuality(keeping: CountKeeping, round: string): Promise<KnownQuality> {
  return {
    links: (await read(keeping, { round, name: LINKS })) as CountedLinks, // kept by keepLinkReport
    lists: (await read(keeping, { round, name: LISTS })) as ListQuality[], // kept by keepListQualities
  }
}

/** No table is called so: these are no ids. */
const LINKS = 'quality/links'
const LISTS = 'quality/lists'

interface Place {
  readonly round: string
  readonly name: string
}

async function keep(
  { database, storageKey }: CountKeeping,
  { round, name }: Place,
  value: unknown,
): Promise<void> {
  const place = utf8(`${name} ${round}`)
  const sealed = sealAtRest(storageKey, place, utf8(canonicalJson(value)))
  await database.stores.overlaps.put(round, name, sealed)
}

async function read(
  { database, storageKey }: CountKeeping,
  { round, name }: Place,
): Promise<unknown> {
  const sealed = await database.stores.overlaps.get(round, name)
  if (sealed === null) throw new TypeError(`${name} was not taken`)
  const plain = openAtRest(storageKey, utf8(`${name} ${round}`), sealed)
  return JSON.parse(new TextDecoder().decode(plain))
}

function unreadable(cause?: unknown): Problem {
  return new Problem({
    code: 'links.report-unreadable',
    what: 'The coordinator told a counter nothing of its links, or in a way that does not open',
    where: COORDINATOR,
    remedy: 'The round ends before anything is opened; ask the coordinator what it runs.',
    status: 409,
    cause,
  })
}

function wrong(): Problem {
  return new Problem({
    code: 'links.report-wrong',
    what: 'What the coordinator says of its links cannot be, or is not of the links it showed',
    where: COORDINATOR,
    remedy: 'The round ends before anything is opened; ask the coordinator what it runs.',
    status: 409,
  })
}
