/*
 * Work for one worker: a stretch of resamples, of persons left out, or of tables with linking errors, each estimated in
 * every way. Each replicate has a stream of chance of its own, so it is the same whoever does it. Plain data in and out.
 */
import type { Solver } from '../attack/solver.ts'
import { addLinkErrors, type LinkErrors, leaveOut, resample } from './disturb.ts'
import { type Estimator, estimateBy, type Sample } from './estimator.ts'
import { streamOf } from './stream.ts'

export type Disturbance =
  | { readonly kind: 'resample' }
  /** Replicate n is without a person of cell n. */
  | { readonly kind: 'leave-out' }
  | { readonly kind: 'link-errors'; readonly name: string; readonly errors: LinkErrors }

export interface ReplicateTask {
  readonly sample: Sample
  readonly estimators: readonly Estimator[]
  readonly seed: number
  readonly disturbance: Disturbance
  /** Replicates from, up to but not including. */
  readonly from: number
  readonly to: number
}

/** A row a replicate, a place an estimator; null where there is no estimate. */
export type Replicates = readonly (readonly (number | null)[])[]

export function runReplicates(task: ReplicateTask, solver: Solver): Replicates {
  const estimate = estimateBy(task.estimators, task.sample.lists.length, solver)
  const replicates: (number | null)[][] = []
  for (let number = task.from; number < task.to; number++) {
    replicates.push(estimate(disturbed(task, number)))
  }
  return replicates
}

function disturbed({ sample, seed, disturbance }: ReplicateTask, number: number): Sample {
  switch (disturbance.kind) {
    case 'resample':
      return resample(sample, streamOf(seed, 'resample', number))
    case 'leave-out':
      return leaveOut(sample, number)
    case 'link-errors':
      return addLinkErrors(
        sample,
        disturbance.errors,
        streamOf(seed, `link-errors/${disturbance.name}`, number),
      )
  }
}
