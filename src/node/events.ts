import type { Question } from '../cover/questions.ts'
import type { Release } from '../release/release.ts'
import type { Declaration } from '../round/batch.ts'
import type { Core, Reveal } from '../round/manifest.ts'
import type { NodeBody, OpenedQuestion, StageDone } from '../round/statements.ts'
import type { DeclaredList, ShownStage } from './state.ts'

/** By sender, what each of them said; every statement already verified. */
export type Said<T> = Readonly<Record<string, T>>

/** What can happen to a node in a round: a message of the coordinator, or own work done. */
export type NodeEvent =
  | {
      readonly type: 'round.proposed'
      readonly core: Core
      /** About the agreement; not verified yet: they are no word of the coordinator's. */
      readonly statements: readonly string[]
    }
  /** This organisation's own yes to a round that it was asked about. */
  | { readonly type: 'consent.given' }
  | { readonly type: 'keys.made'; readonly reveal: Reveal; readonly commitment: string }
  | { readonly type: 'keys.committed'; readonly commitments: Said<string> }
  | {
      readonly type: 'manifest.complete'
      readonly commitments: Said<string>
      readonly reveals: Said<Reveal>
      /** The signed texts of the reveals, for evidence. */
      readonly signedReveals: readonly string[]
    }
  | { readonly type: 'manifest.signed'; readonly signatures: Said<NodeBody<'manifest.sign'>> }
  | {
      readonly type: 'lists.prepared'
      readonly batches: readonly Declaration[]
      readonly checks: Readonly<Record<string, string>>
      readonly quality: Readonly<Record<string, string>>
    }
  | { readonly type: 'roster.proposed'; readonly lists: readonly DeclaredList[] }
  | {
      readonly type: 'roster.complete'
      readonly lists: readonly DeclaredList[]
      readonly signatures: Said<string>
    }
  | { readonly type: 'lists.sent' }
  | { readonly type: 'lists.complete' }
  | { readonly type: 'lists.checked'; readonly digest: string }
  | { readonly type: 'stage.due'; readonly stage: string }
  | { readonly type: 'stage.worked'; readonly done: StageDone }
  | {
      readonly type: 'stage.check'
      readonly shown: ShownStage
      /** What counters signed for stages that this node cannot check itself. */
      readonly confirmed: Said<NodeBody<'stage.checked'>>
    }
  | { readonly type: 'stage.verified'; readonly tally: string | null }
  | { readonly type: 'counts.due' }
  | { readonly type: 'counts.read'; readonly covered: readonly number[] }
  | {
      readonly type: 'questions.due'
      readonly from: string
      readonly covered: readonly number[]
    }
  | {
      readonly type: 'questions.decided'
      readonly openings: readonly OpenedQuestion[]
      readonly questions: readonly Question[]
    }
  | {
      readonly type: 'release.due'
      /** Of a covered round. */
      readonly openings?: Said<NodeBody<'questions.opened'>>
    }
  | { readonly type: 'counted'; readonly release: unknown; readonly digest: string }
  | { readonly type: 'mix.complete' }
  | {
      readonly type: 'round.released'
      readonly from: string
      readonly release: Release
      readonly digest: string
    }
  | {
      /** A release that its counter signed, and that fails this node's check. */
      readonly type: 'release.refused'
      readonly from: string
      readonly digest: string
      readonly code: string
      readonly what: string
    }
  | {
      readonly type: 'round.aborted'
      readonly code: string
      readonly by: string
      readonly what: string
    }
  | { readonly type: 'failed'; readonly code: string; readonly what: string }
