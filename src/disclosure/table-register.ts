/**
 * The register of released tables: one entry a release, each naming the one before by its digest, so
 * that an entry or file that is missing or altered is found. Every new release names all earlier ones, so readers notice a register
 * that was put back from an older copy. It is the ledger of mode `dp` too. Pure: files are read and written elsewhere. Holds
 * no count: a table is known again by a keyed digest. Reveals which tables were released, when in the order, and the spent budget.
 */
import { z } from 'zod'
import { toHex, utf8 } from '../base/bytes.ts'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { digestJson, keyedDigest } from '../crypto/digest.ts'
import type { TableFile } from '../overlap/table-file.ts'
import type { TableRelease } from '../release/table-release.ts'
import type { EarlierRelease } from './repeat-table.ts'

const releaseDigestSchema = z.string().regex(/^[0-9a-f]{64}$/)

const entrySchema = z.strictObject({
  /** From 1. */
  sequence: z.int().positive(),
  /** Digest of the entry before; null for the first. */
  previous: z.string().nullable(),
  id: idSchema,
  /** Of the release, as `sha256sum` of its file. */
  release: releaseDigestSchema,
  /** Keyed digest of the exact table: small tables could be guessed from a plain one. */
  table: z.string(),
  /** Charged to the persons of that year, in mode `dp`. */
  dp: z
    .strictObject({ year: z.int(), epsilon: z.number().positive(), budget: z.number().positive() })
    .nullable(),
})
export type RegisterEntry = z.infer<typeof entrySchema>

export const registerSchema = z.strictObject({
  version: z.literal(1),
  entries: z.array(entrySchema).readonly(),
})

/** As it stands in the folder. */
export interface FoundRegister {
  readonly entries: readonly RegisterEntry[]
  /** Releases by the name of their file; null: cannot be read. */
  readonly files: ReadonlyMap<string, EarlierRelease | null>
}

export function releaseFileName({ sequence, release }: RegisterEntry): string {
  return `${String(sequence).padStart(4, '0')}-${release.slice(0, 12)}.json`
}

/**
 * All earlier releases, oldest first.
 * @throws Problem `register.gap` where an entry or a file is missing or one too many,
 *   `register.altered` where one is not what its digest says
 */
export function checkRegister({ entries, files }: FoundRegister): EarlierRelease[] {
  checkChain(entries)
  const releases = entries.map((entry) => {
    const name = releaseFileName(entry)
    const found = files.get(name)
    if (found === undefined) throw gap(name)
    if (found === null || found.digest !== entry.release || found.release.id !== entry.id) {
      throw altered(name)
    }
    return found
  })
  const named = new Set(entries.map(releaseFileName))
  const stray = [...files.keys()].find((name) => !named.has(name))
  if (stray !== undefined) throw gap(stray)
  checkNamed(releases)
  return releases
}

function checkChain(entries: readonly RegisterEntry[]): void {
  for (const [at, entry] of entries.entries()) {
    if (entry.sequence !== at + 1) throw gap(`entry ${at + 1}`)
    const before = entries[at - 1]
    const previous = before === undefined ? null : entryDigest(before)
    if (entry.previous !== previous) throw altered(`entry ${at === 0 ? 1 : at}`)
  }
}

/** Each release names those before it: the last entry, too, is held by what others have. */
function checkNamed(releases: readonly EarlierRelease[]): void {
  for (const [at, { release }] of releases.entries()) {
    const before = releases.slice(0, at).map(({ digest }) => digest)
    if (canonicalJson(before) !== canonicalJson(release.register.earlier)) {
      throw altered(`entry ${at + 1}`)
    }
  }
}

function entryDigest(entry: RegisterEntry): string {
  return digestJson('samentel table register v1', entry)
}

/** Told with the key of the register only. */
export function tableDigest(table: TableFile, key: Uint8Array): string {
  const { id, lists, attributes, cells } = table
  const filled = cells.filter(({ count }) => count > 0).map((cell) => canonicalJson(cell))
  const content = { id, lists: [...lists].sort(), attributes: [...attributes].sort() }
  const text = canonicalJson({ ...content, cells: filled.sort() })
  return toHex(keyedDigest(key, 'samentel table digest v1', utf8(text)))
}

/** The release of this very table, if there is one: it is given again, not anew. */
export function releasedBefore(
  entries: readonly RegisterEntry[],
  table: { readonly id: string; readonly digest: string },
): RegisterEntry | undefined {
  return entries.find(({ id, table: digest }) => id === table.id && digest === table.digest)
}

export function nextEntry(
  entries: readonly RegisterEntry[],
  { release, digest, table }: EarlierRelease & { readonly table: string },
): RegisterEntry {
  const last = entries.at(-1)
  const { dp } = release.rules
  return {
    sequence: entries.length + 1,
    previous: last === undefined ? null : entryDigest(last),
    id: release.id,
    release: digest,
    table,
    dp: dp === null ? null : { year: dp.year, epsilon: dp.epsilon, budget: dp.budget },
  }
}

/**
 * Whether the persons of a year bear one more release: ε of all releases adds up. The least budget
 * that was ever named for the year counts.
 * @throws Problem `disclosure.budget-spent`
 */
export function refuseOverBudget(
  entries: readonly RegisterEntry[],
  dp: TableRelease['rules']['dp'],
): void {
  if (dp === null) return
  const charged = entries.flatMap((entry) => (entry.dp?.year === dp.year ? [entry.dp] : []))
  const spent = charged.reduce((sum, { epsilon }) => sum + thousandths(epsilon), 0)
  const budget = Math.min(...[dp, ...charged].map((one) => thousandths(one.budget)))
  if (spent + thousandths(dp.epsilon) <= budget) return
  throw new Problem({
    code: 'disclosure.budget-spent',
    what: 'The budget of noise for the persons of this year is spent',
    where: `year ${dp.year}`,
    remedy: 'Use a release that there is, or name a smaller epsilon if some of the budget is left.',
    status: 409,
  })
}

/** Sums of these are exact. */
function thousandths(epsilon: number): number {
  return Math.round(epsilon * 1000)
}

function gap(where: string): Problem {
  return new Problem({
    code: 'register.gap',
    what: 'The register of releases has a gap, or a release that it does not name',
    where,
    remedy: 'Put the whole folder back as it was after the last release.',
    status: 409,
  })
}

function altered(where: string): Problem {
  return new Problem({
    code: 'register.altered',
    what: 'An entry or release of the register is not what it was',
    where,
    remedy: 'Put the whole folder back as it was after the last release.',
    status: 409,
  })
}
