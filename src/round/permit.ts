import { Problem } from '../base/problem.ts'
import type { Agreement } from './agreement.ts'
import { forkedKey, type Standing } from './consent.ts'
import type { Core } from './manifest.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS

/** A round that runs, or in which data may have been sent: what limits count. */
export interface KnownRound {
  readonly round: string
  readonly openedMs: number
}

/**
 * Refuses a round that the agreement does not permit (protocol/specification.md 4.8): signed by all who
 * take part, revoked and rejected by nobody, in its time, and not too often by what this party remembers.
 */
export function checkPermit(
  agreement: Agreement,
  standing: Standing,
  asked: {
    readonly core: Core
    readonly known: readonly KnownRound[]
    /** Whether this party's settings say that all persons are made up; where absent, they are not. */
    readonly rehearsal?: boolean | undefined
  },
): void {
  refuseUnproven(agreement, asked.rehearsal)
  refuseUnattacked(agreement, asked.rehearsal)
  refuseUnaccepted(standing, asked.core)
  refuseInvalid(agreement, asked.core)
  refuseTooOften(
    agreement,
    asked.core,
    asked.known.filter(({ round }) => round !== asked.core.round),
  )
}

/** Without proofs whoever deviates goes unseen, so that no real person's row may pass such a round. */
export function refuseUnproven({ terms }: Pick<Agreement, 'terms'>, rehearsal = false): void {
  if (terms.proofs === 'full' || rehearsal) return
  throw refusal(
    'agreement.unproven',
    'The agreement leaves the proofs out, and this is no rehearsal on made-up persons',
    {
      where: 'agreement.yaml, proofs: off',
      remedy:
        'Agree on proofs: full. Only where every person is made up: rehearsalOnMadeUpPersons: true in the settings.',
    },
  )
}

/** What nobody tried to break may tell of persons, so that they must be made up. */
export function refuseUnattacked({ terms }: Agreement, rehearsal = false): void {
  if (terms.disclosure.gate !== 'off' || rehearsal) return
  throw refusal(
    'agreement.unattacked',
    'The agreement publishes what nobody tries to break, and this is no rehearsal on made-up persons',
    {
      where: 'agreement.yaml, disclosure.gate: off',
      remedy:
        'Leave disclosure.gate out. Only where every person is made up: rehearsalOnMadeUpPersons: true in the settings.',
    },
  )
}

/** Whose word it takes: all who take part. One revocation or rejection by anybody is enough to refuse. */
function refuseUnaccepted(standing: Standing, core: Core): void {
  const { accepted, rejected, revoked, forked } = standing
  if (revoked.length > 0) throw revokedBy(revoked)
  if (rejected.length > 0) {
    throw refusal('agreement.rejected', 'An organisation has rejected the agreement', {
      where: rejected.join(', '),
      remedy: 'Agree on another text; everybody accepts that one anew.',
    })
  }
  const parties = [...new Set([...core.lists.map((one) => one.organisation), ...core.evaluators])]
  const twofold = forked.filter((id) => parties.includes(id))
  if (twofold.length > 0) throw forkedKey(twofold)
  const missing = parties.filter((id) => !accepted.includes(id))
  if (missing.length === 0) return
  throw refusal('agreement.not-accepted', 'Not everybody has accepted the agreement', {
    where: missing.join(', '),
    remedy: 'They run: samentel node agreement accept. All must hold the same agreement and keys.',
  })
}

export function revokedBy(ids: readonly string[]): Problem {
  return refusal('agreement.revoked', 'The agreement has been revoked: no round runs under it', {
    where: ids.join(', '),
    remedy: 'Make a new agreement.',
  })
}

function refuseInvalid({ terms }: Agreement, core: Core): void {
  const { from, until } = terms.validity
  if (core.openedMs < Date.parse(from)) {
    throw refusal('agreement.not-yet-valid', 'The agreement is not valid yet', {
      where: `valid from ${from}`,
      remedy: 'Open the round from that day on.',
    })
  }
  if (core.openedMs >= Date.parse(until) + DAY_MS) {
    throw refusal('agreement.expired', 'The agreement is not valid any more', {
      where: `valid until ${until}`,
      remedy: 'Make a new agreement; everybody accepts it anew.',
    })
  }
}

/** Every round adds to what can be found by comparing releases, so their number is agreed. */
function refuseTooOften({ terms }: Agreement, core: Core, others: readonly KnownRound[]): void {
  const { roundsPerYear, minimumHoursBetween } = terms.limits
  const lately = others.filter(({ openedMs }) => openedMs > core.openedMs - YEAR_MS)
  if (lately.length >= roundsPerYear) {
    throw refusal('agreement.too-many-rounds', 'There were as many rounds as a year may have', {
      where: `${lately.length} in 365 days`,
      remedy: 'Wait until the first of them is a year ago, or agree on more.',
    })
  }
  // One-sided on purpose: an opening dated before another round is never far enough from it.
  const latest = Math.max(...others.map(({ openedMs }) => openedMs))
  if (core.openedMs - latest < minimumHoursBetween * HOUR_MS) {
    throw refusal('agreement.too-soon', 'The last round is too short ago', {
      where: `the agreement asks for ${minimumHoursBetween} hours between rounds`,
      remedy: 'Open the round later.',
    })
  }
}

function refusal(code: string, what: string, more: { where: string; remedy: string }): Problem {
  return new Problem({ code, what, ...more, status: 409 })
}
