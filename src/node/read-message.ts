import { COORDINATOR } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { openFrom } from '../consent/open-envelope.ts'
import { checkDue } from '../cosigning/check-due.ts'
import type { KnownReleases } from '../disclosure/check-release.ts'
import { type Envelope, parseBody } from '../messages/envelope.ts'
import { parseRelease, type Release } from '../release/release.ts'
import type { Agreement } from '../round/agreement.ts'
import { bindingOf, checkBinding } from '../round/binding.ts'
import type { Standing } from '../round/consent.ts'
import { type Core, coreDigest } from '../round/manifest.ts'
import {
  type CoordinatorBody,
  type CoordinatorType,
  coordinatorBodies,
  type NodeBody,
  type NodeType,
  nodeBodies,
} from '../round/statements.ts'
import type { NodeEvent, Said } from './events.ts'
import { type DeclaredList, isLive, type NodeState, type ShownStage } from './state.ts'

/** What is needed to judge a message: the agreement and what this node knows of the round. */
export interface Reading {
  readonly self: string
  readonly agreement: Agreement
  /** Whose key speaks now. */
  readonly standing: Standing
  /** What a release of that round is held against. */
  readonly known: (round: string) => Promise<KnownReleases>
}

/** Opens an envelope of the coordinator: signed by it, for this node, with the next number. */
export async function openFromCoordinator(
  jws: string,
  sequence: number,
  reading: Reading,
): Promise<Envelope> {
  const envelope = await openFrom(jws, reading.standing)
  const right =
    envelope.from === COORDINATOR && envelope.to === reading.self && envelope.sequence === sequence
  if (!right) {
    throw new Problem({
      code: 'message.other-recipient',
      what: 'A message is not from the coordinator, not for this node, or out of order',
      where: `message ${sequence}`,
    })
  }
  return envelope
}

/** The event a message is, with every statement it hands on verified by its maker's pinned key. */
export async function readMessage(
  envelope: Envelope,
  state: NodeState | null,
  reading: Reading,
): Promise<NodeEvent> {
  const type = envelope.type
  if (!isCoordinatorType(type)) {
    throw new Problem({ code: 'message.unknown-type', what: 'A message is of an unknown type' })
  }
  // The schema of a type gives the body of that type.
  const message = { type, body: parseBody<unknown>(coordinatorBodies[type], envelope) } as Message
  const round = digestsOf(message, state)
  const binding = bindingOf(type, round)
  checkBinding(envelope, { type, round: envelope.round, binding })
  return eventOf(message, { ...reading, round: envelope.round, ...round })
}

type Message = {
  [T in CoordinatorType]: { readonly type: T; readonly body: CoordinatorBody<T> }
}[CoordinatorType]

interface Handed extends Reading {
  readonly round: string
  readonly coreDigest: string
  readonly manifestDigest: string | null
  readonly core: Core
}

function digestsOf(message: Message, state: NodeState | null) {
  if (message.type === 'round.proposed') {
    const { core } = message.body
    return { ...saidOf(core), manifestDigest: null }
  }
  if (state === null) throw new Problem({ code: 'round.unknown', what: 'The round is unknown' })
  return { ...saidOf(state.core), manifestDigest: manifestOf(state) }
}

/** Of a round that runs, or that this node only gave up at its deadline. */
export function manifestOf(state: NodeState): string | null {
  if (isLive(state)) return 'manifest' in state ? state.manifest.digest : null
  return state.phase === 'aborted' ? (state.manifestDigest ?? null) : null
}

function saidOf(core: Core) {
  return { coreDigest: coreDigest(core), core }
}

async function eventOf(message: Message, handed: Handed): Promise<NodeEvent> {
  switch (message.type) {
    case 'round.proposed':
    case 'lists.complete':
    case 'stage.due':
    case 'counts.due':
    case 'mix.complete':
    case 'round.aborted':
      return { type: message.type, ...message.body } as NodeEvent // same fields by definition
    case 'keys.committed':
      return {
        type: message.type,
        commitments: await commitmentsIn(message.body.statements, handed),
      }
    case 'manifest.complete':
      return completeOf(message.body.statements, handed)
    case 'manifest.signed': {
      const signed = await statementsIn(message.body.statements, 'manifest.sign', handed)
      return { type: message.type, signatures: signed }
    }
    case 'roster.proposed':
      return { type: message.type, lists: await rosterIn(message.body.statements, handed) }
    case 'roster.complete': {
      const lists = await rosterIn(message.body.declarations, handed)
      const signed = await statementsIn(message.body.signatures, 'roster.sign', handed)
      return { type: message.type, lists, signatures: digestsIn(signed) }
    }
    case 'stage.check': {
      const shown = await shownIn(message.body.statement, handed)
      const confirmed = await statementsIn(message.body.confirmed, 'stage.checked', handed)
      return { type: message.type, shown, confirmed }
    }
    case 'questions.due': {
      const said = await statementsIn([message.body.statement], 'cover.counted', handed)
      const [from, { covered }] = Object.entries(said)[0]! // one statement gives one entry
      return { type: message.type, from, covered }
    }
    case 'release.due': {
      const { openings } = message.body
      if (openings === undefined) return { type: message.type }
      const said = await statementsIn(openings, 'questions.opened', handed)
      return { type: message.type, openings: said }
    }
    case 'round.released': {
      const said = await statementsIn([message.body.statement], 'release.made', handed)
      const [from, body] = Object.entries(said)[0]! // one statement gives one entry
      return releasedEvent(from, body, { ...handed, releases: await handed.known(handed.round) })
    }
  }
}

/** What fails this node's check is not refused as a message: its counter signed it, and is told so. */
function releasedEvent(
  from: string,
  body: NodeBody<'release.made'>,
  handed: Handed & { readonly releases: KnownReleases },
): NodeEvent {
  const { digest } = body
  try {
    return { type: 'round.released', from, release: releaseOf(body, handed), digest }
  } catch (error) {
    if (!isProblem(error)) throw error
    const { code, what } = error
    return { type: 'release.refused', from, digest, code, what: what.slice(0, 500) }
  }
}

/** A release is taken when it is one, of this round, and what its counter signed the digest of. */
function releaseOf(
  body: NodeBody<'release.made'>,
  handed: Handed & { readonly releases: KnownReleases },
): Release {
  const release = parseRelease(body.release)
  const { agreement, manifestDigest, core } = handed
  const due = { digest: body.digest, manifestDigest, core, terms: agreement.terms }
  checkDue(release, due, handed.releases)
  return release
}

async function completeOf(statements: readonly string[], handed: Handed): Promise<NodeEvent> {
  const half = statements.length / 2
  return {
    type: 'manifest.complete',
    commitments: await commitmentsIn(statements.slice(0, half), handed),
    reveals: await statementsIn(statements.slice(half), 'keys.reveal', handed),
    signedReveals: statements.slice(half),
  }
}

async function commitmentsIn(statements: readonly string[], handed: Handed): Promise<Said<string>> {
  const said = await statementsIn(statements, 'keys.commit', handed)
  return Object.fromEntries(Object.entries(said).map(([from, body]) => [from, body.commitment]))
}

async function rosterIn(statements: readonly string[], handed: Handed): Promise<DeclaredList[]> {
  const lists: DeclaredList[] = []
  for (const jws of statements) {
    const said = await statementsIn([jws], 'lists.declare', handed)
    const [sender, body] = Object.entries(said)[0]! // one statement gives one entry
    const { batches, ...sealed } = body
    for (const declaration of batches) lists.push({ sender, declaration, ...sealed, jws })
  }
  return lists
}

async function shownIn(statement: string, handed: Handed): Promise<ShownStage> {
  const said = await statementsIn([statement], 'stage.done', handed)
  const [maker, done] = Object.entries(said)[0]! // one statement gives one entry
  return { maker, done, jws: statement }
}

function digestsIn(said: Said<{ readonly digest: string }>): Said<string> {
  return Object.fromEntries(Object.entries(said).map(([from, body]) => [from, body.digest]))
}

/** By sender; a sender that says two things in one message keeps only its last. */
async function statementsIn<T extends NodeType>(
  statements: readonly string[],
  type: T,
  handed: Handed,
): Promise<Said<NodeBody<T>>> {
  const said: Record<string, NodeBody<T>> = {}
  for (const jws of statements) {
    const envelope = await openFrom(jws, handed.standing)
    checkBinding(envelope, { type, round: handed.round, binding: bindingOf(type, handed) })
    // The schema of a type gives the body of that type.
    said[envelope.from] = parseBody<unknown>(nodeBodies[type], envelope) as NodeBody<T>
  }
  return said
}

function isCoordinatorType(type: string): type is CoordinatorType {
  return Object.hasOwn(coordinatorBodies, type)
}
