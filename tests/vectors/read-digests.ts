/* The second reading of the digests of protocol/specification.md and of check persons (5.8). */
import { createHash, createHmac } from 'node:crypto'
import { type Fields, framed, type Input, sha512 } from './notation.ts'
import { type CheckCore, checkSeed, readCheckPersons } from './read-check-persons.ts'
import {
  batchDigest,
  bytes64,
  canonicalText,
  chunkDigest,
  digest,
  jsonDigest,
  tally,
  text64,
  wholeTerms,
} from './read-json.ts'

const json = (input: Input, name: string) => JSON.parse(input.text(name))
const hexText = (text: string) => Buffer.from(text).toString('hex')
const named = (bytes: Buffer): Fields => ({ digest: text64(bytes) })

/** 6.4: over the digests of these stages, in this order. */
const stageInput = (input: Input, tag: string, stages: readonly string[]) => {
  const digests: Record<string, string> = json(input, 'digests')
  return named(
    jsonDigest(
      tag,
      stages.map((stage) => digests[stage]),
    ),
  )
}

const evaluatorsOf = (input: Input): string[] => json(input, 'core').evaluators

export const digestReadings: Readonly<Record<string, (input: Input) => Fields>> = {
  canonical: (input) => ({ text: hexText(canonicalText(json(input, 'value'))) }),
  agreement: (input) => {
    const terms = wholeTerms(json(input, 'terms'))
    return named(jsonDigest('samentel agreement v2', { terms, keys: json(input, 'keys') }))
  },
  secret: (input) => named(digest('samentel matching secret v2', input.bytes('secret'))),
  core: (input) => named(jsonDigest('samentel core v2', json(input, 'core'))),
  record: (input) => {
    const text = canonicalText(json(input, 'record'))
    const commitment = sha512(framed('SAMENTEL-V02-COMMIT-SHA512', text)).toString('hex')
    return { text: hexText(text), commitment }
  },
  manifest: (input) => {
    const [core, keys] = [json(input, 'core'), json(input, 'keys')]
    return named(jsonDigest('samentel manifest v2', { core, keys }))
  },
  chunk: (input) => named(chunkDigest(input.bytes('rows'))),
  batch: (input) => {
    const [rows, rowBytes] = [Number(input.text('rows')), Number(input.text('rowBytes'))]
    const chunks = input.text('chunks').split(' ').filter(Boolean).map(bytes64)
    const shape = { name: input.text('batch'), rows, rowBytes }
    return named(batchDigest(input.text('binding'), shape, chunks))
  },
  roster: (input) => {
    const entries: { name: string }[] = json(input, 'entries')
    const sorted = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))
    return named(jsonDigest('samentel roster v2', sorted))
  },
  input: (input) => named(jsonDigest('samentel input v2', json(input, 'lists'))),
  sums: (input) => {
    return stageInput(input, 'samentel sums v2', [`mix/${evaluatorsOf(input).length}`, 'link'])
  },
  covered: (input) => {
    const covers = evaluatorsOf(input).map((_, at) => `cover/${at + 1}`)
    return stageInput(input, 'samentel covered v2', ['open/persons/0', ...covers])
  },
  ledger: (input) => named(jsonDigest('samentel ledger v2', json(input, 'entry'))),
  tally: (input) => named(tally(json(input, 'count'), input.bytes('key'))),
  release: (input) => {
    const text = canonicalText(json(input, 'release'))
    return { digest: createHash('sha256').update(text).digest('hex') }
  },
  'check-seed': (input) => {
    const secret = input.bytes('secret')
    const root = createHmac('sha256', secret).update(framed('samentel check v2')).digest('hex')
    return { root, seed: checkSeed(secret, bytes64(input.text('coreDigest'))).toString('hex') }
  },
  'check-persons': (input) => {
    const core: CheckCore = json(input, 'core')
    return { persons: canonicalText(readCheckPersons(input.bytes('seed'), core)) }
  },
}
