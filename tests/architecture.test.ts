import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '..', 'src')

/**
 * Who may import what. The folders stand in the order in which data goes through them. A new arrow is
 * a change of this table, and reviewed as such.
 */
const layout: Readonly<Record<string, { is: string; imports: readonly string[] }>> = {
  base: { is: 'ids, bytes, problems, clock, random, shared types', imports: [] },
  crypto: { is: 'canonical JSON, digests, signatures, sealing, derivation', imports: ['base'] },
  group: { is: 'ristretto255 behind one narrow interface', imports: ['base'] },
  source: { is: 'CSV exports to records, refusals counted', imports: ['base'] },
  matching: { is: 'records to match keys: normalising and recipe; pure', imports: ['base'] },
  psi: {
    is: 'keys to elements, rows encrypted, mixed, evaluated, stripped, bag decoded; pure',
    imports: ['base', 'crypto', 'group'],
  },
  proofs: {
    is: 'proofs that rows were made, mixed, evaluated and opened as they should; pure',
    imports: ['base', 'crypto', 'group', 'psi'],
  },
  cover: {
    is: 'counts that nobody sees exactly: the law, its rows and proofs, what may be opened; pure',
    imports: ['base', 'crypto', 'group', 'psi', 'proofs'],
  },
  linkage: { is: 'tokens to persons, doubles of a list; pure', imports: ['base'] },
  evaluation: {
    is: 'how well keys and rule find again what is known: labelled records, never in a round; pure',
    imports: ['base', 'matching', 'linkage'],
  },
  overlap: { is: 'overlap table and questions; exact small counts live here', imports: ['base'] },
  questions: {
    is: 'what an agreement asks: expressions over lists and codes, sentences, answers; pure',
    imports: ['base'],
  },
  estimates: {
    is: 'persons on no list, estimated from who stands on which: exact, for the counter; pure',
    imports: ['base', 'overlap', 'attack'],
  },
  release: { is: 'the only data a reader may see', imports: ['base', 'crypto', 'questions'] },
  attack: {
    is: 'what an attacker could compute from releases: programmes over counts; pure',
    imports: ['base', 'questions', 'release'],
  },
  disclosure: {
    is: 'table and rules to release; pure',
    imports: ['base', 'crypto', 'overlap', 'questions', 'attack', 'release'],
  },
  messages: { is: 'the signed envelope', imports: ['base', 'crypto'] },
  round: {
    is: 'agreement, manifest, batches, stages, statements; pure',
    imports: ['base', 'crypto', 'group', 'psi', 'cover', 'overlap', 'questions'],
  },
  storage: {
    is: 'one schema on SQLite and PostgreSQL, a store per noun',
    imports: ['base', 'crypto'],
  },
  transport: {
    is: 'client, request signing, event stream, problem documents',
    imports: ['base', 'crypto'],
  },
  consent: {
    is: 'what organisations say of the agreement: signed, verified, kept',
    imports: ['base', 'crypto', 'messages', 'round', 'storage'],
  },
  exposure: {
    is: 'what leaves in a round, and what others could learn from it; pure',
    imports: ['base', 'crypto', 'messages', 'psi', 'round'],
  },
  cosigning: {
    is: 'signatures under a release: read, kept in one file, judged offline',
    imports: ['base', 'crypto', 'release', 'disclosure', 'messages', 'round', 'consent'],
  },
  log: {
    is: "an organisation's acts: added to, chained, cosigned",
    imports: ['base', 'crypto', 'round', 'storage', 'cosigning'],
  },
  work: {
    is: 'chunks through workers, sealed rows, round keys, what several roles do alike',
    imports: [
      ...['base', 'crypto', 'group', 'psi', 'proofs', 'cover', 'linkage', 'overlap', 'attack'],
      ...['estimates', 'release', 'disclosure', 'round', 'storage'],
    ],
  },
  counter: {
    is: 'the last evaluator: bag to table to release',
    imports: [
      'base',
      'crypto',
      'psi',
      'cover',
      'linkage',
      'overlap',
      'attack',
      'estimates',
      'disclosure',
      'release',
      'round',
      'storage',
      'work',
    ],
  },
  node: {
    is: "an organisation's node: import, submit, take turns",
    imports: [
      'base',
      'crypto',
      'group',
      'psi',
      'cover',
      'source',
      'matching',
      'linkage',
      'release',
      'disclosure',
      'messages',
      'round',
      'storage',
      'log',
      'consent',
      'cosigning',
      'transport',
      'work',
      'counter',
    ],
  },
  coordinator: {
    is: 'drive rounds, relay, link, publish',
    imports: [
      'base',
      'crypto',
      'group',
      'cover',
      'linkage',
      'release',
      'disclosure',
      'messages',
      'round',
      'storage',
      'log',
      'consent',
      'cosigning',
      'transport',
      'work',
    ],
  },
  processing: {
    is: 'record of processing and annex to an impact assessment, to print',
    imports: ['base', 'exposure', 'matching', 'release', 'round', 'viewer'],
  },
  health: {
    is: 'how a node is, found out: for commands, monitoring and the console',
    imports: ['base', 'round', 'settings', 'storage', 'node'],
  },
  backup: {
    is: 'a node in one sealed file, and back',
    imports: ['base', 'crypto', 'storage', 'settings'],
  },
  viewer: { is: 'pages of releases', imports: ['base', 'release'] },
  settings: {
    is: 'home folders: settings, keys, agreement',
    imports: ['base', 'crypto', 'round', 'consent', 'transport'],
  },
  enrolment: {
    is: 'a node gets agreement and keys with a one-time code',
    imports: ['base', 'crypto', 'round', 'storage', 'transport', 'log', 'settings'],
  },
  console: {
    is: "pages for an organisation's own people: accounts, consent, rounds, records",
    imports: [
      ...['base', 'crypto', 'round', 'storage', 'log', 'health', 'node', 'viewer', 'settings'],
      ...['consent', 'exposure', 'matching', 'questions'],
    ],
  },
  rehearsal: {
    is: 'fictional registers and their truth',
    imports: ['base', 'questions', 'matching', 'linkage'],
  },
  local: {
    is: 'a whole round in one process',
    imports: [
      'base',
      'crypto',
      'group',
      'psi',
      'source',
      'matching',
      'linkage',
      'overlap',
      'round',
      'storage',
      'log',
      'consent',
      'transport',
      'work',
      'counter',
      'node',
      'coordinator',
    ],
  },
  bench: { is: 'what it costs, against named yardsticks', imports: ['*'] },
  bin: { is: 'commands: read settings, wire, start', imports: ['*'] },
}

interface Import {
  readonly file: string
  readonly target: string
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  return [...found].map((match) => ({
    file,
    target: normalize(join(dirname(file), match[1] ?? '')).replaceAll('\\', '/'),
  }))
}

const folderOf = (path: string) => path.split('/')[0] ?? ''
const files = sourceFiles()
const imports = files.flatMap(importsOf)

describe('the layout of src/', () => {
  it('has a row in the table for every folder, and a folder for every row', () => {
    const folders = [...new Set(files.map(folderOf))].sort()
    expect(folders).toEqual(Object.keys(layout).sort())
  })

  it('has no import that the table does not name', () => {
    const strangers = imports.filter(({ file, target }) => {
      const [from, to] = [folderOf(file), folderOf(target)]
      const allowed = layout[from]?.imports ?? []
      return from !== to && !allowed.includes('*') && !allowed.includes(to)
    })
    expect(strangers).toEqual([])
  })

  it('names no arrow that nobody uses', () => {
    const used = new Set(
      imports.map(({ file, target }) => `${folderOf(file)} > ${folderOf(target)}`),
    )
    const idle = Object.entries(layout).flatMap(([from, row]) =>
      row.imports
        .filter((to) => to !== '*' && !used.has(`${from} > ${to}`))
        .map((to) => `${from} > ${to}`),
    )
    expect(idle).toEqual([])
  })

  it('has no cycle of folders', () => {
    const reach = (from: string, seen: readonly string[]): string[] => {
      if (seen.includes(from)) return [[...seen, from].join(' > ')]
      const next = layout[from]?.imports.filter((to) => to !== '*') ?? []
      return next.flatMap((to) => reach(to, [...seen, from]))
    }
    expect(Object.keys(layout).flatMap((from) => reach(from, []))).toEqual([])
  })

  it('lets nobody import bin', () => {
    const intruders = imports.filter(
      ({ file, target }) => folderOf(target) === 'bin' && folderOf(file) !== 'bin',
    )
    expect(intruders).toEqual([])
  })
})

describe('doors that are guarded by name', () => {
  it('lets only disclosure control seal a release', () => {
    const callers = imports.filter(({ target }) => target === 'release/seal.ts')
    expect(new Set(callers.map(({ file }) => folderOf(file)))).toEqual(new Set(['disclosure']))
  })

  it('lets only these files take the round key out of its vault', () => {
    const holders = files.filter((file) => contains(file, 'exposeRoundKeyForDerivation'))
    expect(holders.sort()).toEqual([
      'bench/bench-round.ts',
      'coordinator/own-statements.ts',
      'node/do-work.ts',
      'work/round-vault.ts',
      'work/stage-keys.ts',
    ])
  })

  it('keeps the mathematics synchronous, without clock, disk, network or randomness of its own', () => {
    const pure = [
      ...['psi', 'proofs', 'cover', 'linkage', 'matching', 'evaluation'],
      ...['overlap', 'estimates', 'disclosure', 'round', 'exposure'],
    ]
    const impure =
      /\bawait\b|Date\.now|Math\.random|performance\.|node:(fs|net|http|child_process)|secureRandom|console\./
    const offenders = files.filter(
      (file) => pure.includes(folderOf(file)) && impure.test(code(file)),
    )
    expect(offenders).toEqual([])
  })

  it('gives no command more than the words of its own field', () => {
    const fieldWords = /slachtoffer|victim|traffick|mensenhandel/i
    const free = ['rehearsal', 'bin', 'bench']
    const offenders = files.filter(
      (file) => !free.includes(folderOf(file)) && fieldWords.test(code(file)),
    )
    expect(offenders).toEqual([])
  })
})

function contains(file: string, text: string): boolean {
  return readFileSync(join(src, file), 'utf8').includes(text)
}

/** A file without its comments. */
function code(file: string): string {
  return readFileSync(join(src, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
}
