import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps evidence files, readable by their owner alone. */
export class EvidenceFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Gives the path. The same evidence found again takes the place of the first; never half written. */
  async keep(name: string, text: AsyncIterable<string>): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, name)
    const fresh = `${file}.${process.pid}.new`
    try {
      await writeFile(fresh, text, { mode: 0o600 })
      await rename(fresh, file)
    } finally {
      await rm(fresh, { force: true })
    }
    return file
  }
}
