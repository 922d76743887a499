import { loadSolver } from '../attack/load-solver.ts'
import type { Solver } from '../attack/solver.ts'
import type { KnownReleases } from '../disclosure/check-release.ts'
import { publicAttack } from '../disclosure/gate.ts'
import { earlierReleases } from '../release/register.ts'
import type { Release } from '../release/release.ts'
import type { Terms } from '../round/agreement.ts'
import type { Stores } from '../storage/database.ts'

let loading: Promise<Solver> | undefined

/** One solver for the whole process: it is large, and whoever uses it does not wait half-way. */
export function ownSolver(): Promise<Solver> {
  // Machines are slow at times, and what is not solved in time counts as not passed.
  loading ??= loadSolver({ timeLimitSeconds: 60 })
  return loading
}

/** Every release under this agreement that is kept here, but that of the round; oldest first. */
export async function releasesBefore(
  stores: Stores,
  { id }: Pick<Terms, 'id'>,
  round: string,
): Promise<Release[]> {
  return earlierReleases(await stores.releases.list(), { agreement: id, round })
}

/** What a release of that round is held against here. */
export async function knownReleases(
  stores: Stores,
  terms: Pick<Terms, 'id'>,
  round: string,
): Promise<KnownReleases> {
  return {
    earlier: await releasesBefore(stores, terms, round),
    attack: publicAttack(await ownSolver()),
  }
}
