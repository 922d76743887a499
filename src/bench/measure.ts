/** What a piece of work cost: time on the wall, and processor time over all threads of the process. */
export interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Processor time is the fairer one where others share the machine; both are always given. */
export async function measure(work: () => Promise<unknown> | unknown): Promise<Cost> {
  const cpu = process.cpuUsage()
  const from = performance.now()
  await work()
  const wallMs = performance.now() - from
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000 }
}

export function addCosts(a: Cost, b: Cost): Cost {
  return { wallMs: a.wallMs + b.wallMs, cpuMs: a.cpuMs + b.cpuMs }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  const lower = sorted[middle - 1] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2
}
