import { isProblem, Problem } from '../base/problem.ts'
import { openSuccessions } from '../cosigning/successions.ts'
import { type Entry, emptyHead, entryDigest, nextHead } from './entry.ts'
import { findForks } from './forks.ts'
import type { LogFile } from './log-file.ts'
import {
  type Checkpoint,
  type Cosignature,
  headsOf,
  type OpenedStatement,
  openLogStatement,
} from './statement.ts'

/** What is wrong with a log, each with the number of an act where there is one. */
export interface Fault {
  readonly kind:
    | 'order' // acts are not numbered one after the other, or are of another log
    | 'changed' // an act is not the one that was signed
    | 'missing' // acts were signed that the file does not have
    | 'forked' // two signed checkpoints contradict each other
    | 'unsigned' // the organisation itself has signed nothing of it
    | 'statement' // a statement does not verify
  readonly act: number | null
  /** Who signed what shows it. */
  readonly by: readonly string[]
}

export interface LogVerdict {
  readonly verdict: 'holds' | 'does not hold'
  readonly organisation: string
  readonly log: string
  /** Digest of the agreement by whose keys it was judged. */
  readonly agreement: string
  readonly acts: number
  /** Acts that the organisation itself has signed. */
  readonly signed: number
  /** By organisation, up to which act it signed that it saw no other log. */
  readonly cosigned: Readonly<Record<string, number>>
  /** Ids of other logs of this organisation that statements speak of: it began anew, as after a restore. */
  readonly otherLogs: readonly string[]
  /** Forks of logs of other organisations that the file shows. */
  readonly othersForked: readonly string[]
  readonly faults: readonly Fault[]
}

/**
 * Judges a log by what was signed of it, here and in files of other organisations of the agreement
 * (protocol/specification.md 16.4). Without a key, a network or anybody's word.
 *
 * @throws Problem `log-file.other-agreement` where one of the others cannot be judged by the keys of the first
 */
export async function verifyLog(file: LogFile, others: readonly LogFile[]): Promise<LogVerdict> {
  const { organisation, log, agreement, entries } = file
  for (const other of others) refuseOtherAgreement(file, other)
  const { opened, refused } = await openAll(file, others)
  const heads = chainOf(file)
  const about = opened.filter(({ statement }) => isAbout(statement, file))
  const checkpoints = opened.flatMap(({ statement }) => asCheckpoint(statement))
  const forks = findForks(checkpoints)
  const faults: Fault[] = [
    ...orderFaults(file),
    ...about.flatMap(({ statement }) => faultOf(statement, heads)),
    ...forks.filter((fork) => isAbout({ ...fork, of: fork.organisation }, file)).map(forkFault),
    ...refused,
  ]
  const own = about.filter(({ statement }) => statement.type === 'log.checkpoint')
  const signed = Math.max(0, ...own.map(({ statement }) => statement.size))
  if (signed === 0) faults.push({ kind: 'unsigned', act: null, by: [] })
  return {
    verdict: faults.length === 0 ? 'holds' : 'does not hold',
    organisation,
    log,
    agreement: agreement.digest,
    acts: entries.length,
    signed,
    cosigned: cosignedBy(about.map(({ statement }) => statement)),
    otherLogs: otherLogs(checkpoints, file),
    othersForked: forks.map((fork) => fork.organisation).filter((id) => id !== organisation),
    faults: oneOfEach(faults),
  }
}

type Statement = OpenedStatement['statement']

async function openAll(file: LogFile, others: readonly LogFile[]) {
  const opened: OpenedStatement[] = []
  const refused: Fault[] = []
  const all = [file, ...others]
  const successions = [...new Set(all.flatMap((one) => one.successions))]
  const chains = await openSuccessions(file.agreement, successions)
  const keys = { agreement: file.agreement.digest, chains }
  for (const text of new Set(all.flatMap((one) => one.statements))) {
    try {
      opened.push(await openLogStatement(text, keys))
    } catch (error) {
      if (!isProblem(error)) throw error
      refused.push({ kind: 'statement', act: null, by: [] })
    }
  }
  return { opened, refused }
}

/** Left out in silence, it would seem to have nothing against the log. */
function refuseOtherAgreement({ agreement }: LogFile, other: LogFile): void {
  if (other.agreement.digest === agreement.digest) return
  throw new Problem({
    code: 'log-file.other-agreement',
    what: 'A log that is to say what others saw is of another agreement than the log that is judged',
    where: `the log of ${other.organisation}, by the agreement with digest ${other.agreement.digest}`,
    remedy: 'Ask for an export made under the same agreement, or leave this file out.',
  })
}

/** The head after each act, and the digest of each. */
function chainOf({ organisation, log, entries }: LogFile): string[] {
  const heads = [emptyHead(organisation, log)]
  for (const entry of entries) heads.push(nextHead(heads.at(-1)!, entryDigest(entry))) // never empty
  return heads
}

function orderFaults({ log, entries }: LogFile): Fault[] {
  const isWrong = (entry: Entry, at: number) => entry.sequence !== at + 1 || entry.log !== log
  const at = entries.findIndex(isWrong)
  return at < 0 ? [] : [{ kind: 'order', act: at + 1, by: [] }]
}

/** The first act at which a statement and the file part. */
function faultOf(statement: Statement, heads: readonly string[]): Fault[] {
  const { organisation, size, head } = statement
  const by = [organisation]
  const said = statement.type === 'log.checkpoint' ? headsOf(statement) : new Map([[size, head]])
  for (const [at, wanted] of said) {
    const found = heads[at]
    if (found === undefined) return [{ kind: 'missing', act: at, by }]
    if (found !== wanted) return [{ kind: 'changed', act: at, by }]
  }
  return []
}

function isAbout(
  about: { readonly log: string; readonly organisation: string; readonly of?: string },
  { organisation, log }: LogFile,
): boolean {
  return about.log === log && (about.of ?? about.organisation) === organisation
}

function asCheckpoint(statement: Statement): Checkpoint[] {
  return statement.type === 'log.checkpoint' ? [statement] : []
}

function forkFault({ size, organisation }: { size: number; organisation: string }): Fault {
  return { kind: 'forked', act: size, by: [organisation] }
}

function cosignedBy(statements: readonly Statement[]): Record<string, number> {
  const reached: Record<string, number> = {}
  for (const one of statements.filter((it): it is Cosignature => it.type === 'log.cosign')) {
    reached[one.organisation] = Math.max(reached[one.organisation] ?? 0, one.size)
  }
  return reached
}

function otherLogs(checkpoints: readonly Checkpoint[], { organisation, log }: LogFile): string[] {
  const logs = checkpoints.filter((one) => one.organisation === organisation && one.log !== log)
  return [...new Set(logs.map((one) => one.log))].sort()
}

/** Of each kind the first act, with all who signed what shows it. */
function oneOfEach(faults: readonly Fault[]): Fault[] {
  return [...new Set(faults.map(({ kind }) => kind))].map((kind) => {
    const alike = faults.filter((fault) => fault.kind === kind)
    const acts = alike.flatMap(({ act }) => (act === null ? [] : [act]))
    const by = [...new Set(alike.flatMap((fault) => fault.by))].sort()
    return { kind, act: acts.length === 0 ? null : Math.min(...acts), by }
  })
}
