import type { Question } from '../cover/questions.ts'
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

/** A stage that was made, and who has signed that it is right. */
export interface StageRecord {
  readonly maker: string
  readonly done: Statement<'stage.done'>
  readonly checked: Readonly<Record<string, Statement<'stage.checked'>>>
}

/** Where a running round stands (protocol/states.md). */
export type Progress =
  | { readonly phase: 'committing' | 'revealing' }
  | {
      readonly phase: 'signing' | 'declaring' | 'rostering' | 'uploading' | 'checking' | 'releasing'
      readonly manifest: Manifest
    }
  | StageProgress
  /** Of a covered round: its counts are signed. */
  | { readonly phase: 'counting'; readonly manifest: Manifest }
  /** What every evaluator has to open. */
  | { readonly phase: 'answering'; readonly manifest: Manifest; readonly due: readonly Question[] }

export interface StageProgress {
  readonly phase: 'mixing' | 'evaluating' | 'linking' | 'opening'
  readonly manifest: Manifest
  readonly stage: string
  /** Its maker works; then who can check it does; then, of an opening, the others on their word. */
  readonly step: 'making' | 'checking' | 'confirming'
}

export interface RunningRound {
  readonly core: Core
  readonly coreDigest: string
  /** The coordinator's own commitment and keys, as statements like everybody's. */
  readonly own: { readonly commit: string; readonly reveal: string }
  readonly said: Statements
  readonly stages: Readonly<Record<string, StageRecord>>
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
