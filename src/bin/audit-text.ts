import type { LogFile } from '../log/log-file.ts'
import type { Fault, LogVerdict } from '../log/verify-log.ts'

const kinds: Readonly<Record<Fault['kind'], string>> = {
  order: 'acts are not numbered one after the other, or are of another log',
  changed: 'acts are not those that were signed',
  missing: 'acts were signed that are not in the file',
  forked: 'two signed checkpoints contradict each other: there were two logs',
  unsigned: 'the organisation has signed nothing of it',
  statement: 'a signed statement in the file does not verify',
}

/** A verdict in lines for people. */
export function verdictText(verdict: LogVerdict): string {
  const { organisation, log, acts, signed, cosigned, otherLogs, othersForked, faults } = verdict
  const lines = [
    `Log ${log} of ${organisation}: ${acts} acts, ${signed} of them signed by ${organisation} itself.`,
    `Judged by agreement ${verdict.agreement}.`,
    ...Object.entries(cosigned).map(([id, size]) => `${id} has signed it up to act ${size}.`),
    ...(Object.keys(cosigned).length === 0
      ? ['No other organisation has signed it yet: nothing here shows that it was not made anew.']
      : []),
    ...otherLogs.map(
      (id) => `${organisation} has had another log too: ${id}. After a restore a new log begins.`,
    ),
    ...othersForked.map((id) => `${id} has signed two logs that contradict each other.`),
    ...faults.map((fault) => `- ${faultText(fault, organisation)}`),
  ]
  const end = verdict.verdict === 'holds' ? 'THE LOG HOLDS.' : 'THE LOG DOES NOT HOLD.'
  return `${[...lines, end].join('\n')}\n`
}

function faultText({ kind, act, by }: Fault, organisation: string): string {
  const place = act === null ? '' : `, from act ${act}`
  const others = by.filter((id) => id !== organisation)
  const own = by.includes(organisation) ? `; ${organisation}'s own signature shows it` : ''
  const theirs = others.length === 0 ? '' : `; signed by ${others.join(', ')}`
  return `${kinds[kind]}${place}${own}${theirs}`
}

/** Acts, one a line: when, what, to what, how it ended, who, by which way. */
export function actsText({ entries }: LogFile): string {
  return entries
    .map(({ sequence, at, action, object, result, actor, origin }) =>
      [sequence, at, action, object, result, actor, origin].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('')
}
