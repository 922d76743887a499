import type { Declaration } from '../round/batch.ts'
import type { Ledgers } from '../round/cover-answers.ts'
import type { Core, Manifest, Reveal } from '../round/manifest.ts'
import type { NodeBody, StageDone } from '../round/statements.ts'
import type { NodeEvent } from './events.ts'

/** A list as its owner declared it. */
export interface DeclaredList {
  readonly sender: string
  readonly declaration: Declaration
  /** The seed of the check persons, sealed to each counter (5.8). */
  readonly checks: Readonly<Record<string, string>>
  /** What the rows of all lists of this owner hold, in counts, sealed likewise (5.9). */
  readonly quality: Readonly<Record<string, string>>
  /** The owner's signed text. */
  readonly jws: string
}

/** A finished stage: who made it, what they signed, and the signed text itself. */
export interface ShownStage {
  readonly maker: string
  readonly done: StageDone
  /** Null for an own stage: its text is in the outbox. */
  readonly jws: string | null
}

/** An owner's way through a round (protocol/states.md). */
export type OwnerTrack =
  | { readonly at: 'none' }
  | { readonly at: 'waiting' }
  | { readonly at: 'preparing' }
  | { readonly at: 'declared'; readonly batches: readonly Declaration[] }
  | { readonly at: 'uploading'; readonly batches: readonly Declaration[] }
  | { readonly at: 'submitted' }
  /** All mixes are signed: nothing of the round need be kept here. */
  | { readonly at: 'mixed' }

/** What an evaluator has seen and checked: the lists, then stage after stage. */
export interface Chain {
  readonly roster: readonly DeclaredList[]
  /** Digest of all labelled rows, which the first mix works on (6.1). */
  readonly inputDigest: string
  readonly stages: readonly ShownStage[]
}

export type EvaluatorTrack =
  | { readonly at: 'none' }
  | { readonly at: 'making-keys' }
  | { readonly at: 'committed' | 'waiting'; readonly reveal: Reveal }
  | {
      readonly at: 'revealed'
      readonly reveal: Reveal
      /** Everybody's, as they stood before this node showed its keys. */
      readonly commitments: Readonly<Record<string, string>>
    }
  | { readonly at: 'rostered' | 'collecting'; readonly roster: readonly DeclaredList[] }
  | { readonly at: 'idle'; readonly chain: Chain }
  /** Makes a stage itself. */
  | { readonly at: 'working'; readonly chain: Chain; readonly stage: string }
  /** Checks what another made. */
  | { readonly at: 'checking'; readonly chain: Chain; readonly shown: ShownStage }
  /** Of a covered round: the last evaluator reads its counts to sign them. */
  | { readonly at: 'showing'; readonly chain: Chain }
  | { readonly at: 'shown'; readonly chain: Chain; readonly covered: readonly number[] }
  /** Decides which questions it opens. */
  | {
      readonly at: 'opening' | 'opened'
      readonly chain: Chain
      readonly covered: readonly number[]
    }
  | {
      readonly at: 'releasing'
      readonly chain: Chain
      /** Of a covered round, by evaluator. */
      readonly openings?: Readonly<Record<string, NodeBody<'questions.opened'>>>
    }
  | { readonly at: 'counted' }

interface RoundBase {
  readonly core: Core
  readonly coreDigest: string
  readonly owner: OwnerTrack
  readonly evaluator: EvaluatorTrack
}

/** A node's state in a round; each phase carries what is valid there and no more. */
export type NodeState =
  /** Somebody of this organisation is to say yes or no; until then nothing of the round is made or said. */
  | (RoundBase & {
      readonly phase: 'asked'
      /** What came meanwhile: everybody's keys, to be signed with the yes. */
      readonly complete?: Extract<NodeEvent, { type: 'manifest.complete' }>
    })
  | (RoundBase & { readonly phase: 'proposed' })
  | (RoundBase & {
      readonly phase: 'signed' | 'running'
      readonly manifest: Manifest
      /** Everybody's keys as they signed them: what evidence against one of them rests on. */
      readonly signedReveals: readonly string[]
      /** Of a covered round: what evaluators showed of theirs when they signed the manifest. */
      readonly ledgers?: Ledgers
    })
  | { readonly phase: 'released'; readonly core: Core; readonly release: string }
  | {
      readonly phase: 'aborted'
      readonly core: Core
      readonly code: string
      readonly by: string
      readonly what: string
      /** Where this node gave up at the deadline: a release made before can still come. */
      readonly manifestDigest?: string
    }

export type LiveState = Extract<NodeState, RoundBase>

export function isLive(state: NodeState): state is LiveState {
  return state.phase !== 'released' && state.phase !== 'aborted'
}
