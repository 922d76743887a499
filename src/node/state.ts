import type { Declaration } from '../round/batch.ts'
import type { Core, Manifest, Reveal } from '../round/manifest.ts'

/** A batch and who signed for it. */
export interface SignedBatch {
  readonly sender: string
  readonly declaration: Declaration
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

/** What an evaluator works on: its turn in a stage, or (a counter) the persons' sums. */
export type Turn =
  | { readonly kind: 'stage'; readonly stage: string; readonly input: SignedBatch | null }
  | {
      readonly kind: 'sums'
      readonly partition: Declaration
      readonly mixed: SignedBatch
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
  | { readonly at: 'rostered'; readonly roster: readonly SignedBatch[] }
  | { readonly at: 'collecting'; readonly roster: readonly SignedBatch[] }
  | { readonly at: 'idle'; readonly done: readonly string[]; readonly inputDigest: string }
  | {
      readonly at: 'working'
      readonly done: readonly string[]
      readonly inputDigest: string
      readonly turn: Turn
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
  | (RoundBase & { readonly phase: 'proposed' })
  | (RoundBase & { readonly phase: 'signed' | 'running'; readonly manifest: Manifest })
  | { readonly phase: 'released'; readonly core: Core; readonly release: string }
  | {
      readonly phase: 'aborted'
      readonly core: Core
      readonly code: string
      readonly by: string
      readonly what: string
    }

export type LiveState = Extract<NodeState, RoundBase>

export function isLive(state: NodeState): state is LiveState {
  return state.phase !== 'released' && state.phase !== 'aborted'
}
