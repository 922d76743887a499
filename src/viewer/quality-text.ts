import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** A count or share on quality as it reads, marked where it is that of an earlier release. */
export function saidText({ release, language }: Reading, name: string, text: string): string {
  return release.repeated.includes(name) ? wordsIn(language).repeated(text) : text
}
