/**
 * The door out of disclosure control: only `src/disclosure/` may import this file. Whoever calls
 * `sealRelease` vouches that every figure went through the rules the release names. Reveals nothing
 * more than its argument.
 */
import { figureKey } from './figure.ts'
import { parseRelease, type Release } from './release.ts'

/**
 * A release that no later line of the program can alter, its parts in a fixed order.
 * @throws Problem `release.unreadable` when the content contradicts itself
 */
export function sealRelease(content: Release): Release {
  const ordered = {
    ...content,
    lists: [...content.lists].sort((a, b) => order(a.id, b.id)),
    figures: [...content.figures].sort((a, b) => order(figureKey(a), figureKey(b))),
    corrected: [...content.corrected].sort((a, b) => order(figureKey(a), figureKey(b))),
  }
  return freezeDeep(parseRelease(ordered))
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freezeDeep(part)
  return Object.freeze(value)
}
