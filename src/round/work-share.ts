interface Work {
  readonly step: string
  readonly done: number
  readonly total: number
}

/** Work whose size is agreed, or known to all parties before it begins: an own list, all padded rows, tables. */
const agreedSize = /^(?:[a-z]+ )?(?:list|labelled|mix|evaluate)\/|^(?:collect|tokens|estimates)$/

/** Whether work is told of in whole percents. */
export function isShared({ step }: Pick<Work, 'step'>): boolean {
  return !agreedSize.test(step)
}

/**
 * Work as logs, pages and the diary tell of it: in whole percents, unless its size is agreed. The rows of
 * an opening are persons, and their exact number is for nobody else.
 */
export function asShared({ step, done, total }: Work): Work {
  if (!isShared({ step })) return { step, done, total }
  return { step, done: total === 0 ? 100 : Math.floor((100 * done) / total), total: 100 }
}
