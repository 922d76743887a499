import { type CoverPlan, makeCoverPlan } from '../cover/plan.ts'
import type { Core } from './manifest.ts'

/** What cover a round has: bins and law, the same for everybody; null for none (14.2). */
export function coverPlanOf({ cover, lists }: Pick<Core, 'cover' | 'lists'>): CoverPlan | null {
  return cover === null ? null : makeCoverPlan({ ...cover, lists: lists.map(({ id }) => id) })
}
