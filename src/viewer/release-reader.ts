import type { Release } from '../release/release.ts'

/** All that the viewer can reach: releases, never what they were made of. */
export interface ReleaseReader {
  /** All releases, newest first. */
  list(): Promise<readonly Release[]>
  /** The release of a round, or undefined where there is none. */
  get(round: string): Promise<Release | undefined>
}

/** Over releases at hand, in any order. */
export function memoryReleaseReader(releases: readonly Release[]): ReleaseReader {
  const newestFirst = [...releases].sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
  return {
    list: () => Promise.resolve(newestFirst),
    get: (round) => Promise.resolve(newestFirst.find((release) => release.round === round)),
  }
}
