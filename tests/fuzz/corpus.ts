import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Edit } from './edits.ts'

/** An input that is tried before any at random: odd ones, and every one that ever went wrong. */
export interface Case {
  readonly file: string
  readonly why: string
  /** Edits of the sample, for what is signed or sealed anew each time; or the input itself. */
  readonly edits?: readonly Edit[]
  readonly text?: string
  readonly hex?: string
  /** How it is refused; null where it is taken. */
  readonly code: string | null
}

const folder = join(import.meta.dirname, 'corpus')

/** Saved cases by decoder; one folder each, with `/` in its name as `-`. */
export function corpusOf(decoder: string): Case[] {
  const own = join(folder, decoder.replaceAll('/', '-'))
  return readdirSync(folder).includes(decoder.replaceAll('/', '-'))
    ? readdirSync(own)
        .sort()
        .map((file) => ({ file, ...JSON.parse(readFileSync(join(own, file), 'utf8')) }))
    : []
}

export function corpusFolders(): string[] {
  return readdirSync(folder).sort()
}
