import { GENERATOR, type GroupEngine } from '../group/engine.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { measure } from './measure.ts'

/** Ten milliseconds and more. */
const MOST_MULTIPLIES = 256
const FEWEST_MULTIPLIES = 8

/**
 * Measures work beside multiplications of an element by a scalar, the engine's own, done before and
 * after every piece: a shared machine changes its pace, and so both meet the same pace. Processor
 * time comes in steps of milliseconds, so the multiplications count over all pieces together.
 */
export class Meter {
  readonly #engine: GroupEngine
  readonly #each: number
  #multiplies = 0
  #multiplyMs = 0

  private constructor(engine: GroupEngine, each: number) {
    this.#engine = engine
    this.#each = each
  }

  /** `rows`: of the work to come; little work has few multiplications beside it. */
  static async start(rows: number): Promise<Meter> {
    const each = Math.min(Math.max(rows, FEWEST_MULTIPLIES), MOST_MULTIPLIES)
    return new Meter(await loadSodiumEngine(), each)
  }

  /** Milliseconds of processor time, over all threads. */
  async of(work: () => Promise<unknown>): Promise<number> {
    this.#multiply()
    const { cpuMs } = await measure(work)
    this.#multiply()
    return cpuMs
  }

  /** Milliseconds of one multiplication, over all that was measured. */
  multiplyMs(): number {
    return this.#multiplyMs / this.#multiplies
  }

  #multiply(): void {
    const scalar = this.#engine.scalarFromWide(new Uint8Array(64).fill(7))
    const from = process.threadCpuUsage()
    let element = GENERATOR
    for (let at = 0; at < this.#each; at++) element = this.#engine.multiply(scalar, element)
    const { user, system } = process.threadCpuUsage(from)
    this.#multiplies += this.#each
    this.#multiplyMs += (user + system) / 1000
  }
}
