/**
 * One code for a person of whom several are known (protocol/specification.md 2.5): those of a list's
 * doubles at their owner, those of a person's rows at the counter. Assumes a book without circles;
 * reveals nothing: it sees codes, and not whose they are.
 *
 * The outcome depends on which codes there are, not on their order nor on how often each is there.
 * `unknown` adds nothing, `conflict` stays whatever is added, and codes on one line may be resolved
 * first and the rest later. Codes that were rolled up to a broader one may not: two kinds of `labour`
 * give `labour`, and that with one of the two gives the one, while all three together give `labour`.
 * So the steps are part of the protocol: each list first, then the lists together.
 */
import { CONFLICT, type CodeBook, lineOf, UNKNOWN } from '../base/codes.ts'

export function resolveCodes(book: CodeBook, codes: Iterable<string>): string {
  const known = new Set(codes)
  known.delete(UNKNOWN)
  if (known.size === 0) return UNKNOWN
  const lines = [...known].map((code) => lineOf(book, code))
  // A broader code says nothing against a more specific one of its own.
  const broader = new Set(lines.flatMap((line) => line.slice(1)))
  const [first = [], ...others] = lines.filter(([code = '']) => !broader.has(code))
  // Nothing is within conflict, nor it within anything: it stays whatever is added.
  return first.find((code) => others.every((line) => line.includes(code))) ?? CONFLICT
}
