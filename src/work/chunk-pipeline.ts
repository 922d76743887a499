/**
 * Runs chunks `from` … `to − 1` with at most `width` under way, and commits them in order: so memory
 * is bounded by `width` chunks, and what is committed is always a prefix that a restart goes on from.
 */
export async function pipeChunks<T>(range: {
  readonly from: number
  readonly to: number
  readonly width: number
  readonly compute: (chunk: number) => Promise<T>
  readonly commit: (chunk: number, value: T) => Promise<void>
}): Promise<void> {
  const underWay: Promise<T>[] = []
  let next = range.from
  const fill = () => {
    while (next < range.to && underWay.length < range.width) {
      const work = range.compute(next++)
      work.catch(() => undefined) // the failure is met below, in order; never unhandled meanwhile
      underWay.push(work)
    }
  }
  fill()
  for (let chunk = range.from; chunk < range.to; chunk++) {
    const value = await underWay.shift()! // filled for every chunk below `to`
    fill()
    await range.commit(chunk, value)
  }
}
