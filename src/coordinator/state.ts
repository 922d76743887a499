import type { Declaration } from '../round/batch.ts'
import type { Core, Manifest } from '../round/manifest.ts'
import type { NodeBody, NodeType } from '../round/statements.ts'

/** A node's statement: its signed text, to hand on, and what it says. */
export interface Statement<T extends NodeType> {
  readonly jws: string
  readonly body: NodeBody<T>
}

/** What each node has said, by message type and sender. */
export type Statements = {
  readonly [T in NodeType]?: Readonly<Record<string, Statement<T>>>
}

/** The coordinator's own link of rows to persons. */
export interface Linked {
  readonly partition: Declaration
  readonly persons: number
  /** Digest of the persons' sums, which every counter must find too. */
  readonly sums: string
}

/** Where a running round stands (protocol/states.md). */
export type Progress =
  | { readonly phase: 'committing' | 'revealing' }
  | {
      readonly phase: 'signing' | 'declaring' | 'rostering' | 'uploading' | 'checking' | 'linking'
      readonly manifest: Manifest
    }
  | {
      readonly phase: 'mixing' | 'evaluating'
      readonly manifest: Manifest
      /** 1-based: whose turn it is. */
      readonly turn: number
    }
  | { readonly phase: 'summing'; readonly manifest: Manifest; readonly linked: Linked }
  | {
      readonly phase: 'opening'
      readonly manifest: Manifest
      readonly linked: Linked
      /** 0 is the coordinator's own strip. */
      readonly turn: number
      /** Digest of what the coordinator put out, once it has. */
      readonly first?: string
    }

export interface RunningRound {
  readonly core: Core
  readonly coreDigest: string
  /** The coordinator's own commitment and keys, as statements like everybody's. */
  readonly own: { readonly commit: string; readonly reveal: string }
  readonly said: Statements
  /** The statement behind each finished stage. */
  readonly stages: Readonly<Record<string, Statement<'stage.done'>>>
  readonly progress: Progress
}

export interface EndedRound {
  readonly core: Core
  readonly progress:
    | { readonly phase: 'released'; readonly release: string }
    | {
        readonly phase: 'aborted'
        readonly code: string
        readonly by: string
        readonly what: string
      }
}

export type CoordinatorState = RunningRound | EndedRound

export function isRunning(state: CoordinatorState): state is RunningRound {
  return state.progress.phase !== 'released' && state.progress.phase !== 'aborted'
}

export function ownersOf(core: Core): string[] {
  return [...new Set(core.lists.map((list) => list.organisation))]
}

/** Everybody who takes part: list owners and evaluators. */
export function partiesOf(core: Core): string[] {
  return [...new Set([...ownersOf(core), ...core.evaluators])]
}
