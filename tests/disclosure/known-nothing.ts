import type { KnownReleases } from '../../src/disclosure/check-release.ts'
import { tried } from './unattacked.ts'

/** No earlier release, and nobody who tries: for tests of all else. */
export const knownNothing: KnownReleases = {
  earlier: [],
  attack: () => ({ passed: true, checks: [tried] }),
}
