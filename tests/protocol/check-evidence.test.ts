import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkEvidence } from '../../protocol/check-evidence.ts'
import { fromBase64Url, toBase64Url } from '../../src/base/bytes.ts'
import { ConsentBook } from '../../src/consent/consent-book.ts'
import { signSuccession } from '../../src/consent/sign-statement.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { sealEnvelope } from '../../src/messages/envelope.ts'
import { twoStatements } from '../../src/node/two-statements.ts'
import { proveLinear } from '../../src/proofs/linear-proof.ts'
import { linksStatement } from '../../src/proofs/statements.ts'
import { linkFactors, weighLinks } from '../../src/proofs/weigh-links.ts'
import { weightSeed, weights } from '../../src/proofs/weights.ts'
import { chunkCount } from '../../src/round/batch.ts'
import { findStage, listBatch, outputOf, totalRows } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openBatch, readAll } from '../../src/work/batch-reader.ts'
import { publicsOf, sharesOf, slotNames } from '../../src/work/stage-keys.ts'
import { stageContext } from '../../src/work/stage-proof.ts'
import { inputRows } from '../../src/work/stage-rows.ts'
import { submitRows } from '../../src/work/submit-rows.ts'
import { identityIn, type SampleKind, sampleAgreement } from '../round/sample.ts'
import { seededRandom } from '../scripted-random.ts'
import { withOther } from '../work/alter.ts'
import { sampleRows, sendInstead, submitTask } from '../work/sample-lists.ts'
import { AccusingRound, type Written } from './sample-evidence.ts'

/** Two counters, so that the last opening is checked too. */
const plain: SampleKind = { counters: 2, tables: 1 }
const covered: SampleKind = { counters: 2, covered: true }
const rounds = new Map<SampleKind, AccusingRound>()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  for (const kind of [plain, covered]) {
    const round = await AccusingRound.open(kind)
    await round.round.play(kind === plain ? undefined : 'open/persons/1')
    rounds.set(kind, round)
  }
}, 300_000)
afterAll(async () => {
  for (const { round } of rounds.values()) await round.close()
  await rm(folder, { recursive: true, force: true })
})

/** Each kind of stage, its maker, and who checks it. */
const kinds: readonly [SampleKind, stage: string, maker: string, checker: string][] = [
  [plain, 'mix/1', 'border', 'court'],
  [plain, 'mix/2', 'court', 'border'],
  [plain, 'evaluate/1', 'border', 'rapporteur'],
  [plain, 'evaluate/3', 'rapporteur', 'border'],
  [plain, 'link', 'coordinator', 'court'],
  [plain, 'open/persons/0', 'coordinator', 'rapporteur'],
  [plain, 'open/form/1', 'border', 'court'],
  [plain, 'open/form/2', 'court', 'border'],
  [plain, 'open/persons/3', 'rapporteur', 'court'],
  [covered, 'cover/2', 'court', 'rapporteur'],
  [covered, 'open/persons/1', 'border', 'court'],
]

function doneOf(kind: SampleKind, stage: string): StageDone {
  return rounds.get(kind)!.round.stages[stage]!.done.body
}

/** The stage with its second row another, declared and sealed as it should be. */
async function otherRows(kind: SampleKind, name: string, checker: string): Promise<StageDone> {
  const { round } = rounds.get(kind)!
  const done = doneOf(kind, name)
  const { maker } = round.stages[name]!
  const shape = outputOf(round.parts.core, findStage(round.parts.core, name)!, done.output.rows)
  const rows = await (await openBatch(round.workOf(checker), done.output, maker))(0)
  const second = rows.subarray(shape.rowBytes, 2 * shape.rowBytes)
  // A link that is said twice, or another element.
  const other = name === 'link' ? rows.subarray(0, shape.rowBytes) : withOther(second, 1)
  const bent = rows.slice()
  bent.set(other, shape.rowBytes)
  const all = await openBatch(round.workOf(checker), done.output, maker)
  const source = async (at: number) => (at === 0 ? bent : all(at))
  return { ...done, output: await sendInstead(round.workOf(maker), shape, source) }
}

function otherProof(done: StageDone): StageDone {
  const proof = fromBase64Url(done.proof!)
  proof[40]! ^= 1
  return { ...done, proof: toBase64Url(proof) }
}

/** The program as anybody runs it. */
async function run(text: string, ...options: string[]): Promise<{ code: number; out: string }> {
  const file = join(folder, 'evidence.json')
  await writeFile(file, text)
  return new Promise((resolve) => {
    const program = join(import.meta.dirname, '..', '..', 'protocol', 'check-evidence.ts')
    execFile(process.execPath, [program, file, ...options], (error, out) =>
      resolve({ code: Number(error?.code ?? 0), out }),
    )
  })
}

describe.each(kinds)('of %j, %s by %s, checked by %s', (kind, name, maker, checker) => {
  const relay = () => rounds.get(kind)!.round.parts.relay.chunks

  it('other rows than are proven are evidence, which names their maker and holds', async () => {
    const before = new Map(relay())
    const done = await otherRows(kind, name, checker)
    const { name: file, text, problem } = await rounds.get(kind)!.stage(checker, done)
    for (const [place, chunk] of before) relay().set(place, chunk)
    expect(file).toBe(`spring-${name.replaceAll('/', '-')}.json`)
    expect(problem.code).toBe(name === 'link' ? 'links.circle' : 'proof.invalid')
    expect(problem.where).toContain(`${name} by ${maker}`)
    expect(checkEvidence(text).words).toContain(
      `The evidence holds: ${maker} signed ${name} of round spring and its proof does not hold`,
    )
  })

  it('another proof is evidence that holds, and so is none', async () => {
    const done = doneOf(kind, name)
    for (const cheat of [otherProof(done), { ...done, proof: null }]) {
      const { text } = await rounds.get(kind)!.stage(checker, cheat)
      expect(checkEvidence(text)).toMatchObject({ verdict: 'holds' })
    }
  })

  it('evidence against who did what it should does not hold', async () => {
    const text = await rounds.get(kind)!.falsely(checker, doneOf(kind, name))
    expect(checkEvidence(text)).toMatchObject({
      verdict: 'does not hold',
      words: `The evidence does not hold: ${maker} signed ${name} of round spring and the proof is valid.`,
    })
  })
})

/** The police send rows of which the first that is real says something else of presence, or of form. */
async function otherList(which: number): Promise<Written> {
  const { round } = rounds.get(plain)!
  const work = round.workOf('police')
  const task = submitTask(work, 'police-2020', sampleRows.police!)
  const chosen = task.chosen.map((one, at) => {
    const choices = one.choices.slice()
    if (at === which) choices.set(withOther(choices.subarray(0, 32), 0))
    return { ...one, choices }
  })
  const rows = submitRows(work.engine, { ...task, chosen })
  const before = new Map(round.parts.relay.chunks)
  const shape = listBatch(work.manifest.core, 'police-2020')
  const declaration = await sendInstead(work, shape, async () => rows)
  const written = await rounds.get(plain)!.list('court', 'police', declaration)
  for (const [place, chunk] of before) round.parts.relay.chunks.set(place, chunk)
  return written
}

describe('lists', () => {
  it.each([0, 1])('with a label or code that there is not (%i) are evidence', async (which) => {
    const { name, text, problem } = await otherList(which)
    expect(name).toBe('spring-list-police-2020.json')
    expect(problem).toMatchObject({ code: 'proof.invalid' })
    expect(problem.where).toContain('list police-2020 of police, row ')
    expect(checkEvidence(text).words).toBe(
      'The evidence holds: police signed list/police-2020 of round spring and its proof does not hold: a proof of one of several does not verify.',
    )
  })

  it('that are as they should be are none', async () => {
    const text = await rounds.get(plain)!.falselyOfList('court', 'border')
    expect(checkEvidence(text).verdict).toBe('does not hold')
  })
})

/** A proof of these links, each ten bytes, as the coordinator can make it of any that hold one token. */
async function proveLinks(done: StageDone, flat: Uint8Array): Promise<StageDone> {
  const work = rounds.get(plain)!.round.workOf('coordinator')
  const [{ engine, manifest }, stage] = [work, { kind: 'link' } as const]
  const [rows, slots] = [totalRows(manifest.core), manifest.core.slots.length]
  const places = Buffer.from(flat)
  const links = Array.from({ length: flat.length / 10 }, (_, at) => ({
    row: places.readUInt32BE(10 * at),
    slot: places[10 * at + 4]!,
    otherRow: places.readUInt32BE(10 * at + 5),
    otherSlot: places[10 * at + 9]!,
  }))
  const context = stageContext(work, stage)
  const sharePublics = publicsOf(work, slotNames(work), 'coordinator')
  const digests = [done.input, done.output.digest].map(fromBase64Url)
  const seed = weightSeed({ context, digests, keys: sharePublics })
  const weighed = weights(engine, seed, 0, links.length)
  const factors = linkFactors(engine, { rows, slots }, links, weighed)
  const tokens = await readAll(inputRows(work, stage, rows), chunkCount(rows))
  const sums = weighLinks(engine, tokens, slots, factors)
  const secrets = sharesOf(work, slotNames(work))
  const random = seededRandom('links that are proven')
  const statement = linksStatement({ sharePublics, sums })
  return {
    ...done,
    proof: toBase64Url(proveLinear(engine, statement, { secrets, random, context })),
  }
}

describe('links', () => {
  it('of which one is said twice are evidence, however well they are proven', async () => {
    const { round } = rounds.get(plain)!
    const before = new Map(round.parts.relay.chunks)
    const done = doneOf(plain, 'link')
    const read = await openBatch(round.workOf('court'), done.output, 'coordinator')
    const flat = (await read(0)).slice()
    const honest = await proveLinks(done, flat)
    flat.set(flat.subarray(0, 10), 10)
    const cheat = await proveLinks(await otherRows(plain, 'link', 'court'), flat)
    const { text } = await rounds.get(plain)!.stage('court', cheat)
    for (const [place, chunk] of before) round.parts.relay.chunks.set(place, chunk)
    expect(checkEvidence(text).words).toContain('a link joins rows that are one person already')
    const fair = await rounds.get(plain)!.falsely('court', honest)
    expect(checkEvidence(fair).verdict).toBe('does not hold')
  })
})

describe('two statements', () => {
  async function two(first: StageDone, second: StageDone) {
    const round = rounds.get(plain)!
    const [one, other] = [await round.shown(first), await round.shown(second)]
    const chain = { ...round.round.chains.get('court')!, stages: [one] }
    const state = await round.state({ at: 'idle', chain })
    return twoStatements(state, { type: 'stage.check', shown: other, confirmed: {} })
  }

  it('of one stage that do not say the same are evidence', async () => {
    const done = doneOf(plain, 'mix/1')
    const input = doneOf(plain, 'mix/2').input
    const accusation = await two(done, { ...done, input })
    expect(accusation).toMatchObject({ accused: 'border', subject: 'mix/1' })
    const { text } = await rounds.get(plain)!.accused('court', accusation!)
    expect(checkEvidence(text).words).toBe(
      'The evidence holds: border signed mix/1 of round spring twice, and not the same.',
    )
    const [statement] = accusation!.statements
    const twice = { ...accusation!, statements: [statement!, statement!] }
    const same = await rounds.get(plain)!.accused('court', twice)
    expect(checkEvidence(same.text).verdict).toBe('does not hold')
  })

  it('that say the same, only sealed anew, are none', async () => {
    const done = doneOf(plain, 'mix/1')
    const output = { ...done.output, keys: {} }
    expect(await two(done, { ...done, output })).toBeNull()
    expect(await two(done, doneOf(plain, 'mix/2'))).toBeNull()
  })
})

describe('the program', () => {
  it('says in words and by its exit code whether evidence holds', async () => {
    const round = rounds.get(plain)!
    const { digest } = round.round.parts.agreement
    const cheat = (await round.stage('court', otherProof(doneOf(plain, 'evaluate/1')))).text
    const holds =
      'The evidence holds: border signed evaluate/1 of round spring and its proof does not hold: a linear proof does not verify.'
    expect(await run(cheat, '--agreement', digest)).toEqual({ code: 0, out: `${holds}\n` })
    const compare = `It rests on the agreement ${digest}: compare that with your own.`
    expect(await run(cheat)).toEqual({ code: 0, out: `${holds}\n${compare}\n` })
    const honest = await round.falsely('court', doneOf(plain, 'evaluate/1'))
    const { code, out } = await run(honest, '--json')
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { verdict: 'does not hold', agreement: digest },
    ])
    const other = await run(cheat, '--agreement', 'A'.repeat(43))
    expect(other.code).toBe(2)
    expect(other.out).toContain('another agreement than the one named')
  })

  it('judges nobody by what is no evidence', async () => {
    for (const text of [
      '',
      'null',
      '[]',
      '{"version":1}',
      '{"version":1,"agreement":{"keys":[1]}}',
    ]) {
      const { code, out } = await run(text)
      expect([code, out.slice(0, 30)]).toEqual([2, 'The evidence cannot be judged:'])
    }
  })

  it('takes made-up keys for agreed ones, unless it is told the agreement', async () => {
    const { digest } = rounds.get(covered)!.round.parts.agreement
    const made = await rounds.get(plain)!.stage('court', otherProof(doneOf(plain, 'mix/1')))
    expect(checkEvidence(made.text).verdict).toBe('holds')
    expect(checkEvidence(made.text, digest).verdict).toBe('cannot be judged')
  })
})

describe('a key that was succeeded', () => {
  it('and its successor both speak for their party, two successors neither', async () => {
    const round = rounds.get(plain)!
    const { agreement } = round.round.parts
    const old = identityIn(agreement, 'border')
    const succeed = async () => {
      const next = identityIn(await sampleAgreement(), 'border')
      return { next, text: await signSuccession(old, next, { agreement, atMs: 1_700_000_000_000 }) }
    }
    const [one, other] = [await succeed(), await succeed()]
    const { database } = round.round.workOf('court')
    const book = new ConsentBook({ agreement, database })
    await database.transaction('succeed', (stores) => book.take(stores, [one.text]))
    const { text } = await round.stage('court', otherProof(doneOf(plain, 'evaluate/1')))
    const file = JSON.parse(text)
    expect(file.successions).toEqual([one.text])
    expect(checkEvidence(text).verdict).toBe('holds')
    const said = JSON.parse(Buffer.from(file.statements[0].split('.')[1], 'base64url').toString())
    const renewed = { ...file, statements: [await sealEnvelope(one.next, said)] }
    const verdict = (over: object) => checkEvidence(JSON.stringify({ ...renewed, ...over })).verdict
    expect(verdict({})).toBe('holds')
    for (const successions of [[], [other.text], [one.text, other.text], [one.text, one.text]]) {
      expect(verdict({ successions })).toBe('cannot be judged')
    }
  })
})

type Fields = { [key: string]: unknown }
interface File {
  about: Fields
  core: Fields
  agreement: { keys: Fields; terms: Fields }
  reveals: string[]
  statements: string[]
  batches: { [name: string]: { [at: string]: string } }
}

/** What somebody can do to material to make it accuse who did nothing. */
const alterations: readonly ((file: File, pick: number, other: File) => unknown)[] = [
  ({ about }, pick) => {
    about.accused = ['border', 'court', 'rapporteur', 'police', 'coordinator'][pick % 5]
  },
  ({ about }, pick) => {
    about.subject = ['mix/1', 'mix/3', 'link', 'open/persons/2', 'list/border-2020'][pick % 5]
  },
  (file, _, other) => Object.assign(file, { agreement: other.agreement }),
  (file, _, other) => Object.assign(file, { statements: other.statements }),
  (file, _, other) => Object.assign(file, { reveals: other.reveals }),
  (file, _, other) => Object.assign(file, { batches: other.batches }),
  ({ reveals }, pick) => reveals.splice(pick % reveals.length, 1),
  ({ core }) => Object.assign(core, { proofs: 'off' }),
  ({ core }) => Object.assign(core, { checks: 1 }),
  (file, pick) => swapRows(file, pick, 32),
  (file, pick) => swapRows(file, pick, 96),
  ({ batches }, pick) => {
    const names = Object.keys(batches)
    const [one, two] = [names[pick % names.length]!, names[(pick + 1) % names.length]!]
    ;[batches[one], batches[two]] = [batches[two]!, batches[one]!]
  },
  ({ batches }, pick) => {
    const names = Object.keys(batches)
    delete batches[names[pick % names.length]!]
  },
]

/** Two places of one chunk change places. */
function swapRows({ batches }: File, pick: number, size: number): void {
  const names = Object.keys(batches)
  const chunks = batches[names[pick % names.length]!]!
  const bytes = Buffer.from(chunks['0'] ?? '', 'base64url')
  const count = Math.floor(bytes.length / size)
  const [one, two] = [pick % count, (pick + 1) % count].map((at) => at * size)
  const kept = Buffer.from(bytes.subarray(one, one! + size))
  bytes.copy(bytes, one, two, two! + size)
  kept.copy(bytes, two)
  chunks['0'] = bytes.toString('base64url')
}

describe('an accuser', () => {
  let honest: string[]
  let cheats: string[]
  beforeAll(async () => {
    const round = rounds.get(plain)!
    const names = kinds
      .filter(([kind]) => kind === plain)
      .map(([, name, , checker]) => [name, checker])
    honest = [await round.falselyOfList('court', 'border')]
    cheats = [(await otherList(0)).text]
    for (const [name, checker] of names as [string, string][]) {
      honest.push(await round.falsely(checker, doneOf(plain, name)))
      cheats.push((await round.stage(checker, otherProof(doneOf(plain, name)))).text)
    }
  }, 300_000)

  const picks = fc.nat(10_000)

  it('cannot frame anybody by altering what they signed or what it rests on', () => {
    const change = fc.constantFrom(...alterations)
    fc.assert(
      fc.property(picks, picks, picks, change, (at, another, pick, alter) => {
        const file: File = JSON.parse(honest[at % honest.length]!)
        alter(file, pick, JSON.parse(honest[another % honest.length]!))
        expect(checkEvidence(JSON.stringify(file)).verdict).not.toBe('holds')
      }),
      { numRuns: 60 },
    )
  }, 300_000)

  it('cannot frame anybody by leaving out rows, all of a batch or one chunk', () => {
    for (const text of honest) {
      const { batches } = JSON.parse(text)
      for (const name of Object.keys(batches)) {
        for (const left of [{}, { ...batches[name], 0: '' }, null]) {
          const other = { ...JSON.parse(text), batches: { ...batches, [name]: left } }
          const { verdict } = checkEvidence(JSON.stringify(other))
          // Links that there are none of may be left out: that is what was signed.
          if (canonicalJson(left) !== canonicalJson(batches[name]))
            expect(verdict, name).toBe('cannot be judged')
        }
      }
    }
  })

  it('cannot sign in the name of the accused, nor keep a signature under other words', async () => {
    const { agreement } = rounds.get(plain)!.round.parts
    for (const text of honest) {
      const file: File = JSON.parse(text)
      const [statement] = file.statements
      const [head, payload, signature] = statement!.split('.')
      const said = JSON.parse(Buffer.from(payload!, 'base64url').toString())
      // Nothing but a missing proof, or rows that are not proven, is needed to accuse.
      const { batches = [] } = said.body
      const lie = { ...said, body: { ...said.body, proof: null, batches: batches.slice(1) } }
      const words = Buffer.from(canonicalJson(lie)).toString('base64url')
      const unsigned = Buffer.from('{"alg":"none","typ":"samentel-envelope+jws"}')
      const forger = { ...identityIn(agreement, 'shelter'), id: said.from }
      const forgeries = [
        `${head}.${words}.${signature}`,
        `${unsigned.toString('base64url')}.${words}.`,
        `${head}.${words}.`,
        await sealEnvelope(forger, lie),
        await sealEnvelope(identityIn(agreement, 'shelter'), { ...lie, from: 'shelter' }),
      ]
      for (const forged of forgeries) {
        const { verdict } = checkEvidence(JSON.stringify({ ...file, statements: [forged] }))
        expect(verdict).toBe('cannot be judged')
        const two = { ...file, statements: [statement, forged] }
        expect(checkEvidence(JSON.stringify(two)).verdict).toBe('cannot be judged')
      }
      const honestly = await sealEnvelope(identityIn(agreement, said.from), lie)
      const signed = checkEvidence(JSON.stringify({ ...file, statements: [honestly] }))
      if (said.type === 'stage.done') expect(signed.verdict).toBe('holds')
    }
  })

  it('cannot frame anybody by altering letters', () => {
    fc.assert(
      fc.property(picks, fc.double({ min: 0, max: 1, noNaN: true }), picks, (at, place, letter) => {
        const text = honest[at % honest.length]!
        const from = Math.floor(place * (text.length - 1))
        const altered =
          text.slice(0, from) + letters[letter % letters.length] + text.slice(from + 1)
        expect(checkEvidence(altered).verdict).not.toBe('holds')
      }),
      { numRuns: 60 },
    )
  }, 300_000)

  it('cannot turn evidence against one into evidence against another, or of something else', () => {
    const change = fc.constantFrom(...alterations)
    fc.assert(
      fc.property(picks, picks, picks, change, (at, another, pick, alter) => {
        const text = cheats[at % cheats.length]!
        const file: File = JSON.parse(text)
        alter(file, pick, JSON.parse(honest[another % honest.length]!))
        const { verdict, words } = checkEvidence(JSON.stringify(file))
        const { accused, subject } = JSON.parse(text).about
        if (verdict === 'holds') expect(words).toContain(`${accused} signed ${subject} of round`)
      }),
      { numRuns: 30 },
    )
  }, 300_000)
})

const letters = 'AZaz09-_"{}[]:,\\ \u0000é'
