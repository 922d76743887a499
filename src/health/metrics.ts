import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { readLastHeard } from '../node/last-heard.ts'
import { freeBytes, type Health, type HealthParts } from './health.ts'

/**
 * Metrics of this node for Prometheus. Of the process, the disk and the way to the coordinator; no
 * number of records or persons, as who watches machines need not know them.
 */
export class Metrics {
  readonly #registry = new Registry()
  readonly #gauges: Readonly<Record<string, Gauge<string>>>

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name: `samentel_${name}`, help, labelNames, registers: [this.#registry] })
    this.#gauges = {
      health: gauge('health', '1 where a check is well, else 0', ['check']),
      acts: gauge('acts_total', 'Acts in the log'),
      rounds: gauge('rounds', 'Rounds that run or wait', ['phase']),
      unsent: gauge('messages_unsent', 'Messages that wait for the coordinator, 100 at most'),
      disk: gauge('disk_free_bytes', 'Free space where the node stores'),
      heard: gauge('coordinator_heard_seconds', 'Time of the last answer, Unix seconds'),
      skew: gauge('clock_behind_seconds', 'By how much the clock of the coordinator is ahead'),
      ends: gauge('ends_days', 'Days until something ends, within 30', ['kind', 'what']),
    }
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  async text(parts: HealthParts, { findings, notices }: Health): Promise<string> {
    const { health, ends } = this.#gauges
    for (const { check, ok } of findings) health?.set({ check }, ok ? 1 : 0)
    ends?.reset()
    for (const { kind, what, days } of notices) ends?.set({ kind, what }, days)
    await this.#measure(parts)
    return this.#registry.metrics()
  }

  async #measure({ database, acts, home }: HealthParts): Promise<void> {
    const { acts: entries, disk, heard, rounds, skew, unsent } = this.#gauges
    const { stores } = database
    entries?.set((await stores.acts.last(await acts.id(stores)))?.sequence ?? 0)
    rounds?.reset()
    for (const { phase } of await stores.rounds.open()) rounds?.inc({ phase })
    unsent?.set((await stores.outbox.unsent(100)).length)
    disk?.set(await freeBytes(home))
    const { heardMs, aheadMs } = await readLastHeard(stores)
    heard?.set((heardMs ?? 0) / 1000)
    skew?.set((aheadMs ?? 0) / 1000)
  }
}
