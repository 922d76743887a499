import { type Checkpoint, headsOf } from './statement.ts'

/** Two signed checkpoints that no one log can have. */
export interface Fork {
  readonly organisation: string
  readonly log: string
  /** Number of entries at which they differ. */
  readonly size: number
}

/**
 * Where checkpoints of one organisation contradict each other: at one size of one log they name two
 * heads. Each is signed, so the two are proof against their signer without anybody's word.
 */
export function findForks(checkpoints: readonly Checkpoint[]): Fork[] {
  const known = new Map<string, string>()
  const forks = new Map<string, Fork>()
  for (const checkpoint of checkpoints) {
    const { organisation, log } = checkpoint
    for (const [size, head] of headsOf(checkpoint)) {
      const place = `${organisation} ${log} ${size}`
      const before = known.get(place) ?? head
      known.set(place, before)
      const name = `${organisation} ${log}`
      if (before !== head && !forks.has(name)) forks.set(name, { organisation, log, size })
    }
  }
  return [...forks.values()]
}

/**
 * Whether a checkpoint goes on from what is held of its log: from its first entry, or from a size at
 * which the held ones name the same head. Of a log that nothing is held of, any first one does, as a
 * witness that joins late has to begin somewhere (C2SP tlog-witness).
 */
export function follows({ since }: Checkpoint, held: readonly Checkpoint[]): boolean {
  if (since.size === 0 || held.length === 0) return true
  return held.some((one) => headsOf(one).get(since.size) === since.head)
}
