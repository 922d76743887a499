import type { Language } from '../viewer/language.ts'
import { failures } from './failure-words.ts'

/** Where a failure arose, as seen from this node. */
export type Hop =
  | 'our-records'
  | 'our-node'
  | 'our-people'
  | 'way'
  | 'coordinator'
  | 'other-party'
  | 'agreement'
  | 'time'
/** Who can mend it. */
export type Owner =
  | 'operator'
  | 'privacy-officer'
  | 'coordinator'
  | 'other-party'
  | 'all'
  | 'nobody'

export interface Failure {
  readonly hop: Hop
  readonly owner: Owner
  readonly text: { readonly nl: string; readonly en: string }
  readonly next: { readonly nl: string; readonly en: string }
}

/** What a code means for the people of an organisation: where, whose, and what to do next. */
export function failureOf(code: string): Failure {
  const fitting = Object.keys(failures).filter(
    (key) => code === key || key === '' || (key.endsWith('.') && code.startsWith(key)),
  )
  const [longest = ''] = fitting.sort((a, b) => b.length - a.length)
  return failures[longest] ?? failures['']! // the empty one is there
}

/** Hop of a failure that this node did not bring itself. */
export function hopOf({ hop }: Failure, by: string, self: string): Hop {
  const own = hop === 'our-records' || hop === 'our-node' || hop === 'our-people'
  return own && by !== self ? 'other-party' : hop
}

export function toldIn(language: Language, failed: Failure): { text: string; next: string } {
  return { text: failed.text[language], next: failed.next[language] }
}
