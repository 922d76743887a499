/**
 * Who can be what in all groups of lists at once. All combinations, while these are few; else the ones
 * that some person has, those one change away, and those of two groups. Leaving combinations out
 * leaves tables out: whatever is then shown to be possible is, but a count that seems to be told may
 * not be. Assumes nothing; reveals nothing.
 */
export interface JointKinds {
  /** Of each: its kind in every group. None is 0 everywhere. */
  readonly all: readonly (readonly number[])[]
  readonly complete: boolean
}

const MOST_JOINT = 12_000

/** @param allowed whether a beginning of a combination can still become one */
export function jointKinds(
  groups: readonly (readonly number[])[],
  observed: readonly (readonly number[])[],
  allowed: (part: readonly number[]) => boolean = () => true,
): JointKinds {
  const all = every(groups, allowed)
  if (all !== null) return { all: all.filter(isSomebody), complete: true }
  const near = [...observed, ...observed.flatMap((one) => changed(one, groups)), ...sparse(groups)]
  const unique = new Map(near.map((one) => [one.join(), one]))
  const fitting = [...unique.values()].filter((one) => isSomebody(one) && allowed(one))
  return { all: fitting.slice(0, 3 * MOST_JOINT), complete: false }
}

function isSomebody(joint: readonly number[]): boolean {
  return joint.some((kind) => kind !== 0)
}

function every(
  groups: readonly (readonly number[])[],
  allowed: (part: readonly number[]) => boolean,
): number[][] | null {
  let all: number[][] = [[]]
  for (const kinds of groups) {
    all = all.flatMap((part) => kinds.map((kind) => [...part, kind])).filter(allowed)
    if (all.length > MOST_JOINT) return null
  }
  return all
}

function changed(one: readonly number[], groups: readonly (readonly number[])[]): number[][] {
  return groups.flatMap((kinds, at) => kinds.map((kind) => one.with(at, kind)))
}

/** Somebody in at most two groups. */
function sparse(groups: readonly (readonly number[])[]): number[][] {
  const nobody = groups.map(() => 0)
  const single = changed(nobody, groups)
  const pairs = single.flatMap((one) => changed(one, groups))
  return pairs.length > MOST_JOINT ? single : pairs
}
