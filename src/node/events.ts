import type { Release } from '../release/release.ts'
import type { Declaration } from '../round/batch.ts'
import type { Core, Reveal } from '../round/manifest.ts'
import type { SignedBatch } from './state.ts'

/** By sender, what each of them said; every statement already verified. */
export type Said<T> = Readonly<Record<string, T>>

/** What can happen to a node in a round: a message of the coordinator, or own work done. */
export type NodeEvent =
  | { readonly type: 'round.proposed'; readonly core: Core }
  | { readonly type: 'keys.made'; readonly reveal: Reveal; readonly commitment: string }
  | { readonly type: 'keys.committed'; readonly commitments: Said<string> }
  | {
      readonly type: 'manifest.complete'
      readonly commitments: Said<string>
      readonly reveals: Said<Reveal>
    }
  | { readonly type: 'manifest.signed'; readonly signatures: Said<string> }
  | { readonly type: 'lists.prepared'; readonly batches: readonly Declaration[] }
  | { readonly type: 'roster.proposed'; readonly batches: readonly SignedBatch[] }
  | {
      readonly type: 'roster.complete'
      readonly batches: readonly SignedBatch[]
      readonly signatures: Said<string>
    }
  | { readonly type: 'lists.sent' }
  | { readonly type: 'lists.complete' }
  | { readonly type: 'lists.checked'; readonly digest: string }
  | { readonly type: 'stage.due'; readonly stage: string; readonly input: SignedBatch | null }
  | { readonly type: 'stage.worked'; readonly output: Declaration }
  | {
      readonly type: 'sums.due'
      readonly partition: Declaration
      readonly mixed: SignedBatch
    }
  | { readonly type: 'sums.made'; readonly digest: string }
  | { readonly type: 'counted'; readonly release: unknown; readonly digest: string }
  | { readonly type: 'mix.complete' }
  | {
      readonly type: 'round.released'
      readonly from: string
      readonly release: Release
      readonly digest: string
    }
  | {
      readonly type: 'round.aborted'
      readonly code: string
      readonly by: string
      readonly what: string
    }
  | { readonly type: 'failed'; readonly code: string; readonly what: string }
