import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import type { GroupEngine } from '../group/engine.ts'
import { listsOf } from '../round/agreement.ts'
import type { Standing } from '../round/consent.ts'
import { checkCoverRecord } from '../round/cover-answers.ts'
import { checkReveal } from '../round/keys.ts'
import {
  type Core,
  checkCore,
  coreDigest,
  keyHolders,
  makeManifest,
  type Reveal,
} from '../round/manifest.ts'
import { checkPermit, type KnownRound } from '../round/permit.ts'
import type { NodeBody } from '../round/statements.ts'
import { checkVersion } from '../round/version.ts'
import { type CoverDeps, refuseUnbearable, shownLedgers } from './cover-steps.ts'
import type { NodeEvent, Said } from './events.ts'
import type { LiveState, NodeState } from './state.ts'
import type { Outcome } from './step.ts'

type AskedState = Extract<LiveState, { phase: 'asked' }>

export interface StepDeps extends CoverDeps {
  /** What this node holds of everybody's word on the agreement. */
  readonly standing: Standing
  /** Rounds that this node remembers, for the limits. */
  readonly known: readonly KnownRound[]
  readonly slots: readonly string[]
  readonly engine: GroupEngine
  readonly nowMs: number
  /** There is a key of the round, though this node remembers no such round. */
  readonly keyLeft: boolean
  /** All persons are made up. */
  readonly rehearsal?: boolean | undefined
  /** What this organisation has said of rounds to come; absent: that its agreement is its consent. */
  readonly consent?: 'given' | 'asked' | 'paused'
}

/** 4.2: a proposal is taken only if this node's own agreement gives the same. */
export function takeProposal(core: Core, deps: StepDeps): Outcome {
  checkCore(core, deps.agreement, deps.slots)
  const { known, rehearsal } = deps
  checkPermit(deps.agreement, deps.standing, { core, known, rehearsal })
  refuseOldProgram({ who: deps.self, version: SOFTWARE_VERSION }, deps)
  refuseTime(core, deps.nowMs)
  if (core.cover !== null) refuseUnbearable(core, deps)
  if (deps.keyLeft) throw keyLeft(core.round)
  if (deps.consent === 'paused') throw paused()
  const owns = core.lists.some((list) => list.organisation === deps.self)
  const state: NodeState = {
    phase: deps.consent === 'asked' ? 'asked' : 'proposed',
    core,
    coreDigest: coreDigest(core),
    owner: { at: owns ? 'waiting' : 'none' },
    evaluator: { at: core.evaluators.includes(deps.self) ? 'making-keys' : 'none' },
  }
  return { state, outbox: [] }
}

/** 4.4: each participant states what it runs. */
function refuseOldProgram(
  { who, version }: { readonly who: string; readonly version: string },
  { agreement }: StepDeps,
): void {
  checkVersion(version, { who, minimum: agreement.terms.minimumPeerVersion })
}

const MAX_SKEW_MS = 5 * 60_000

/** 12.2 rests on the deadline: one that is past, or far off by a wrong clock, is refused. */
function refuseTime(core: Core, nowMs: number): void {
  if (core.openedMs <= nowMs + MAX_SKEW_MS && core.deadlineMs > nowMs) return
  throw new Problem({
    code: 'manifest.time',
    what: 'The round is opened in the future, or its deadline has passed',
    where: `round ${core.round}`,
    remedy: 'Compare the clocks of this node and the coordinator.',
    status: 409,
  })
}

/** 12.1: under the same keys this node would answer a second time. */
function keyLeft(round: string): Problem {
  return new Problem({
    code: 'round.key-left',
    what: 'There is a key of this round but no memory of it: was the store put back from a backup?',
    where: `round ${round}`,
    remedy: 'The round must be opened again under another name.',
    status: 409,
  })
}

/** For all to read: it says nothing of why. */
function paused(): Problem {
  return new Problem({
    code: 'consent.paused',
    what: 'An organisation takes part in no new round for now',
    remedy: 'Open the round again when it has resumed.',
    status: 409,
  })
}

/** 4.9: keys that all others showed meanwhile wait for the answer. */
export function keepComplete(
  state: AskedState,
  complete: Extract<NodeEvent, { type: 'manifest.complete' }>,
): Outcome {
  // An evaluator's own keys would be among them.
  if (state.evaluator.at !== 'none' || state.complete !== undefined)
    throw untimely(state, complete.type)
  return { state: { ...state, complete }, outbox: [] }
}

/** 4.9: a yes; the round goes on as if it had been proposed now. */
export function takePart({ complete, ...asked }: AskedState, deps: StepDeps): Outcome {
  const state = { ...asked, phase: 'proposed' } as const
  return complete === undefined ? { state, outbox: [] } : signManifest(state, complete, deps)
}

/** 3.2: commit first. */
export function commitToKeys(state: LiveState, reveal: Reveal, commitment: string): Outcome {
  if (state.evaluator.at !== 'making-keys') throw untimely(state, 'keys.made')
  const evaluator = { at: 'committed', reveal } as const
  return {
    state: { ...state, evaluator },
    outbox: [{ type: 'keys.commit', body: { commitment } }],
  }
}

/** 3.2: reveal only when all have committed. */
export function revealKeys(state: LiveState, commitments: Said<string>): Outcome {
  if (state.evaluator.at !== 'committed') throw untimely(state, 'keys.committed')
  requireAll(keyHolders(state.core), commitments, 'commitments')
  const { reveal } = state.evaluator
  return {
    state: { ...state, evaluator: { at: 'revealed', reveal, commitments } },
    outbox: [{ type: 'keys.reveal', body: reveal }],
  }
}

/** 4.3: all keys as committed and possessed, own keys as made; then sign. */
export function signManifest(
  state: LiveState,
  said: {
    readonly commitments: Said<string>
    readonly reveals: Said<Reveal>
    readonly signedReveals: readonly string[]
  },
  deps: StepDeps,
): Outcome {
  const { core, coreDigest: digest, evaluator } = state
  if (evaluator.at !== 'none' && evaluator.at !== 'revealed') {
    throw untimely(state, 'manifest.complete')
  }
  const holders = keyHolders(core)
  requireAll(holders, said.commitments, 'commitments')
  requireAll(holders, said.reveals, 'reveals')
  if (evaluator.at === 'revealed') refuseOtherCommitments(evaluator.commitments, said.commitments)
  const reveals = holders.map((holder) => {
    const [commitment, reveal] = [said.commitments[holder]!, said.reveals[holder]!] // requireAll
    refuseOldProgram({ who: holder, version: reveal.software }, deps)
    checkReveal(deps.engine, digest, { holder, commitment, reveal })
    checkCoverRecord(deps.engine, core, reveal.record)
    return reveal
  })
  const manifest = makeManifest(
    core,
    reveals.map((reveal) => reveal.record),
  )
  const shows = core.cover !== null && evaluator.at === 'revealed'
  const ledger = shows ? { ledger: [...deps.ledger] } : {}
  const waiting =
    evaluator.at === 'revealed' ? ({ at: 'waiting', reveal: evaluator.reveal } as const) : evaluator
  return {
    state: {
      ...state,
      phase: 'signed',
      manifest,
      signedReveals: said.signedReveals,
      evaluator: waiting,
    },
    outbox: [{ type: 'manifest.sign', body: { ...signatureOf(manifest.digest), ...ledger } }],
  }
}

function signatureOf(digest: string) {
  return { digest, software: SOFTWARE_VERSION }
}

/** 3.2: who changes a commitment after others have shown their keys chose its keys by theirs. */
function refuseOtherCommitments(before: Said<string>, now: Said<string>): void {
  const changed = Object.keys(before).filter((holder) => before[holder] !== now[holder])
  if (changed.length === 0) return
  throw new Problem({
    code: 'commitment.changed',
    what: 'A commitment to keys is not the one that was handed on before',
    where: changed.join(', '),
    status: 409,
  })
}

/** 4.4: nobody sends data before everybody has signed the same manifest. */
export function startRunning(
  state: Extract<LiveState, { phase: 'signed' | 'running' }>,
  signatures: Said<NodeBody<'manifest.sign'>>,
  deps: StepDeps,
): Outcome {
  const { terms } = deps.agreement
  const parties = terms.organisations
    .map((one) => one.id)
    .filter((id) => listsOf(terms, id).length > 0 || terms.evaluators.includes(id))
    .filter(
      (id) =>
        state.core.evaluators.includes(id) ||
        state.core.lists.some((list) => list.organisation === id),
    )
  requireAll(parties, signatures, 'signatures')
  const others = parties.filter((id) => signatures[id]?.digest !== state.manifest.digest)
  if (others.length > 0) {
    throw new Problem({
      code: 'manifest.two-versions',
      what: 'Somebody signed another manifest for this round',
      where: `round ${state.core.round}: ${others.join(', ')}`,
      remedy: 'Do not go on; compare the signed manifests with the others.',
      status: 409,
    })
  }
  for (const id of parties) {
    refuseOldProgram({ who: id, version: signatures[id]!.software }, deps) // requireAll
  }
  const ledgers = shownLedgers(state.core, signatures, deps.remembered)
  const owner = state.owner.at === 'waiting' ? ({ at: 'preparing' } as const) : state.owner
  const running = { ...state, phase: 'running', owner } as const
  return { state: ledgers === undefined ? running : { ...running, ledgers }, outbox: [] }
}

export function requireAll(ids: readonly string[], said: Said<unknown>, what: string): void {
  const missing = ids.filter((id) => !Object.hasOwn(said, id))
  if (missing.length === 0) return
  throw new Problem({
    code: 'statements.missing',
    what: `The coordinator handed on too few ${what}`,
    where: missing.join(', '),
    status: 409,
  })
}

export function untimely(state: LiveState, type: string): Problem {
  return new Problem({
    code: 'message.untimely',
    what: `A message ${type} is not due now`,
    where: `round ${state.core.round}, phase ${state.phase}, owner ${state.owner.at}, evaluator ${state.evaluator.at}, from ${COORDINATOR}`,
    status: 409,
  })
}
