import type { Release } from '../release/release.ts'

/** Whose signatures stand under a release, each verified. */
export interface Signing {
  /** SHA-256 of the release that they signed. */
  readonly digest: string | null
  readonly signed: readonly string[]
  readonly missing: readonly string[]
  /** Those whose own check it failed. */
  readonly objected: readonly string[]
  /** The signed release file, as it is served. */
  readonly text: string
}

/** All that the viewer can reach: releases, never what they were made of. */
export interface ReleaseReader {
  /** All releases, newest first. */
  list(): Promise<readonly Release[]>
  /** The release of a round, or undefined where there is none. */
  get(round: string): Promise<Release | undefined>
  /** Who signed it; undefined where that is not known. */
  signing(round: string): Promise<Signing | undefined>
}

/** Over releases at hand, in any order. */
export function memoryReleaseReader(
  releases: readonly Release[],
  signings: Readonly<Record<string, Signing>> = {},
): ReleaseReader {
  const newestFirst = [...releases].sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
  return {
    list: () => Promise.resolve(newestFirst),
    get: (round) => Promise.resolve(newestFirst.find((release) => release.round === round)),
    signing: (round) => Promise.resolve(signings[round]),
  }
}
