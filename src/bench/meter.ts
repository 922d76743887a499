import { GENERATOR, type GroupEngine } from '../group/engine.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { measure } from './measure.ts'

/** About four milliseconds. */
const MULTIPLIES = 64

/**
 * Measures work in multiplications of an element by a scalar, the engine's own, done right before and
 * after it: a shared machine changes its pace from second to second, and both meet the same pace.
 */
export class Meter {
  readonly #engine: GroupEngine
  #multiplies = 0
  #multiplyMs = 0

  private constructor(engine: GroupEngine) {
    this.#engine = engine
  }

  static async start(): Promise<Meter> {
    const meter = new Meter(await loadSodiumEngine())
    meter.#multiply()
    meter.#multiplies = 0
    meter.#multiplyMs = 0
    return meter
  }

  /** Processor time over all threads, in multiplications. */
  async of(work: () => Promise<unknown>): Promise<number> {
    const before = this.#multiply()
    const { cpuMs } = await measure(work)
    return cpuMs / ((before + this.#multiply()) / 2)
  }

  /** Over all that was measured. */
  microsecondsOfMultiply(): number {
    return (this.#multiplyMs / this.#multiplies) * 1000
  }

  /** Milliseconds of one. */
  #multiply(): number {
    const scalar = this.#engine.scalarFromWide(new Uint8Array(64).fill(7))
    const from = process.threadCpuUsage()
    let element = GENERATOR
    for (let at = 0; at < MULTIPLIES; at++) element = this.#engine.multiply(scalar, element)
    const { user, system } = process.threadCpuUsage(from)
    const ms = (user + system) / 1000
    this.#multiplies += MULTIPLIES
    this.#multiplyMs += ms
    return ms / MULTIPLIES
  }
}
