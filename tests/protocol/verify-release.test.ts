import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyRelease as verifyApart } from '../../protocol/verify-release.ts'
import { verifyRelease } from '../../src/cosigning/verify-release.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import type { Release } from '../../src/release/release.ts'
import {
  fileOf,
  judged,
  type SampleSigned,
  sampleSigned,
  signaturesOf,
} from '../cosigning/sample-signed.ts'

let sample: SampleSigned
let other: SampleSigned
let file: string
let folder: string
beforeAll(async () => {
  ;[sample, other] = [await sampleSigned(), await sampleSigned()]
  file = await fileOf(sample)
  folder = await mkdtemp(join(tmpdir(), 'release-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the program and the single file say, which must be the same. */
async function both(text: string, trusted: string | null = null): Promise<string> {
  const one = await verifyRelease(text, trusted)
  const { verdict, reasons, signed, missing, objected, digest } = verifyApart(text, trusted)
  expect({ verdict, signed, missing, objected, digest }).toEqual({
    verdict: one.verdict,
    signed: one.signed,
    missing: one.missing,
    objected: one.objected.map(({ party }) => party),
    digest: one.digest,
  })
  expect(one.reasons.length).toBe(reasons.length)
  return verdict
}

describe('the single-file verifier and the program', () => {
  it('say the same of a release that all, some or nobody signed', async () => {
    expect(await both(file)).toBe('holds')
    expect(await both(file, sample.agreement.digest)).toBe('holds')
    expect(await both(file, other.agreement.digest)).toBe('cannot be judged')
    expect(await both(canonicalJson(sample.release))).toBe('cannot be judged')
    const signatures = await signaturesOf(sample, sample.parties.slice(1))
    expect(await both(await fileOf(sample, { signatures }))).toBe('holds')
    const few = await signaturesOf(sample, ['police'])
    const objections = [
      await judged(sample, 'emm', { body: { verdict: 'objected', code: 'release.other' } }),
    ]
    expect(await both(await fileOf(sample, { signatures: few, objections }))).toBe(
      'cannot be judged',
    )
  })

  it('say the same of signatures under another release, and of another agreement’s keys', async () => {
    const signatures = await signaturesOf(other, other.parties)
    expect(await both(await fileOf(sample, { signatures }))).toBe('does not hold')
    const replayed = await judged(sample, 'police', { round: 'earlier' })
    const all = await signaturesOf(sample, sample.parties)
    const police = sample.parties.indexOf('police')
    expect(await both(await fileOf(sample, { signatures: all.with(police, replayed) }))).toBe(
      'does not hold',
    )
  })

  it('refuse every file in which anything was altered', async () => {
    const places = leaves(JSON.parse(file))
    const altered = fc.record({ at: fc.nat(places.length - 1), how: fc.nat(5) })
    await fc.assert(
      fc.asyncProperty(altered, async ({ at, how }) => {
        const text = canonicalJson(bent(JSON.parse(file), places[at]!, how))
        fc.pre(text !== file)
        expect((await verifyRelease(text)).verdict).not.toBe('holds')
        expect(verifyApart(text).verdict).not.toBe('holds')
      }),
      { numRuns: 50 },
    )
  })

  it('refuse every file of which a letter was altered', async () => {
    const change = fc.record({ at: fc.nat(file.length - 1), letter: fc.constantFrom(...'a0"{,-') })
    await fc.assert(
      fc.asyncProperty(change, async ({ at, letter }) => {
        const text = `${file.slice(0, at)}${letter}${file.slice(at + 1)}`
        fc.pre(text !== file)
        expect((await verifyRelease(text)).verdict).not.toBe('holds')
        expect(verifyApart(text).verdict).not.toBe('holds')
      }),
      { numRuns: 50 },
    )
  })

  it('judge alike what all signed, whatever its figures say', async () => {
    const plain = JSON.parse(canonicalJson(sample.release))
    const { figures, corrected, rules, quality, repeated } = plain
    const places = leaves({ figures, corrected, rules, quality, repeated })
    const verdicts = new Set<string>()
    const altered = fc.record({ at: fc.nat(places.length - 1), how: fc.nat(5) })
    await fc.assert(
      fc.asyncProperty(altered, async ({ at, how }) => {
        const release = bent(structuredClone(plain), places[at]!, how)
        const bad = { ...sample, release } as SampleSigned
        const signatures = await signaturesOf(bad, ['coordinator', sample.release.madeBy])
        const text = await fileOf(bad, { signatures })
        const [one, two] = [await verifyRelease(text), verifyApart(text)]
        expect(two.verdict, JSON.stringify([places[at], how, one, two.words])).toBe(one.verdict)
        verdicts.add(one.verdict)
      }),
      { numRuns: 40 },
    )
    expect(verdicts).toContain('does not hold')
  })
})

describe('a release that all signed, and that no counter should have made', () => {
  const secondary = { status: 'secondary' }
  const step = { withheld: 'reports', year: null, table: null, because: ['marginals'] }
  it.each<[string, (release: Release) => object]>([
    ['with nothing tried on it', () => ({ gate: { passed: true, checks: [] } })],
    ['without figures', () => ({ figures: [] })],
    [
      'with a figure withheld for others that says it was repeated',
      ({ figures }) => ({
        steps: [step],
        earlier: ['0'.repeat(64)],
        figures: figures.with(0, {
          ...figures[0]!,
          exactness: 'repeated',
          cell: secondary,
        } as never),
      }),
    ],
    [
      'with a ratio on quality',
      ({ quality }) => ({ quality: { ...quality, listTwice: { status: 'ratio', value: 1 } } }),
    ],
    [
      'with a count on quality that does not apply',
      ({ quality }) => ({ quality: { ...quality, undecodable: { status: 'not-applicable' } } }),
    ],
    ['with a count repeated of no release', () => ({ repeated: ['listTwice'] })],
    [
      'with what is repeated out of order',
      () => ({ earlier: ['0'.repeat(64)], repeated: ['undecodable', 'listTwice'] }),
    ],
    [
      'with something repeated that is no count',
      () => ({ earlier: ['0'.repeat(64)], repeated: ['lists'] }),
    ],
  ])('%s does not hold', async (_, change) => {
    const plain = JSON.parse(canonicalJson(sample.release)) as Release
    const release = { ...plain, ...change(plain) } as Release
    const bad = { ...sample, release }
    const signatures = await signaturesOf(bad, sample.parties)
    expect(await both(await fileOf(bad, { signatures }))).toBe('does not hold')
  })

  it('is read alike where a question needs codes but is of no single one', async () => {
    const plain = JSON.parse(canonicalJson(sample.release)) as Release
    const who = { code: { table: 'exploitation', oneOf: ['labour'] } }
    const sentence = { nl: 'arbeid', en: 'labour' }
    const question = {
      id: 'q1',
      name: sentence,
      counts: 'persons',
      who,
      years: 'together',
      once: 'over-the-period',
    }
    const cell = { status: 'withheld', below: 10 }
    const asked = [
      { question, sentence, figures: [{ year: null, code: null, exactness: 'exact', cell }] },
    ]
    const figures = plain.figures.filter(({ table }) => table === null)
    const rules = { ...plain.rules, stratumThreshold: 10 }
    const told = { ...plain, tables: [], figures, rules, asked }
    expect(await both(canonicalJson(told))).toBe('cannot be judged')
  })

  it('holds where it says again what an earlier one told', async () => {
    const plain = JSON.parse(canonicalJson(sample.release)) as Release
    const repeated = ['listTwice', 'links', 'found/bsn', 'keysDropped']
    const again = { ...sample, release: { ...plain, earlier: ['0'.repeat(64)], repeated } }
    const signatures = await signaturesOf(again, sample.parties)
    expect(await both(await fileOf(again, { signatures }))).toBe('holds')
  })
})

type Place = readonly (string | number)[]

/** The way to every value that holds no other. */
function leaves(value: unknown, way: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [way]
  const within = Object.entries(value).flatMap(([key, one]) => leaves(one, [...way, key]))
  return within.length === 0 ? [way] : within
}

/** The value with another at this place, of the same kind or of none. */
function bent(value: unknown, way: Place, how: number): unknown {
  const [key, ...rest] = way
  if (key === undefined) return otherThan(value, how)
  const holder = value as Record<string, unknown>
  if (rest.length > 0) bent(holder[key], rest, how)
  else if (how === 5) delete holder[key]
  else holder[key] = otherThan(holder[key], how)
  return value
}

function otherThan(value: unknown, how: number): unknown {
  if (how === 4) return value === null ? 0 : null
  if (typeof value === 'number') return [value + 1, value - 1, value + 5, -value - 1][how]
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('a') ? 'b' : 'a'}`
  return typeof value === 'boolean' ? !value : 'x'
}

/** The program as anybody runs it. */
async function run(text: string, ...options: string[]): Promise<{ code: number; out: string }> {
  const path = join(folder, 'release.json')
  await writeFile(path, text)
  const program = join(import.meta.dirname, '..', '..', 'protocol', 'verify-release.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, path, ...options], (error, out) =>
      resolve({ code: Number(error?.code ?? 0), out }),
    )
  })
}

describe('protocol/verify-release.ts', () => {
  it('says in words and by its exit code whether a release holds', async () => {
    const { digest } = sample.agreement
    const told = await run(file, '--agreement', digest)
    expect(told.code).toBe(0)
    expect(told.out).toContain('The release holds: it is as agreed, and signed.')
    expect((await run(file)).out).toContain(`It names the agreement ${digest}: compare that`)
    const forged = await run(await fileOf(sample, { signatures: ['x.y.z'] }), '--json')
    expect([forged.code, JSON.parse(forged.out).verdict]).toEqual([1, 'does not hold'])
    expect((await run('')).code).toBe(2)
    expect((await run(file, '--colour')).code).toBe(2)
  })

  it('is one file of under 500 lines that needs Node and @noble alone', () => {
    const url = new URL('../../protocol/verify-release.ts', import.meta.url)
    const text = readFileSync(url, 'utf8')
    expect(text.split('\n').length).toBeLessThan(500)
    const imports = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1])
    for (const one of imports) expect(one).toMatch(/^(node:(fs|util)|@noble\/(curves|hashes)\/.+)$/)
  })
})
