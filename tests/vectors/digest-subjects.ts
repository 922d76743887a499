/* The vectors of digests and check persons (protocol/specification.md 1.3, 4, 5, 6, 9.3, 10, 14.6). */
import { fromBase64Url, fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { tallyDigest } from '../../src/counter/tally.ts'
import { entryDigest } from '../../src/cover/ledger.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { digestJson } from '../../src/crypto/digest.ts'
import { checkPersons, checkRoot, checkSeed } from '../../src/psi/check-persons.ts'
import { commitKeys } from '../../src/psi/possession.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { makeAgreement, termsSchema } from '../../src/round/agreement.ts'
import { batchDigest, chunkDigest } from '../../src/round/batch.ts'
import { type Core, coreDigest, makeManifest } from '../../src/round/manifest.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { rosterDigest } from '../../src/round/roster.ts'
import { inputDigest, type Stage, stageName } from '../../src/round/stages.ts'
import { type Compute, type Fields, field, hex } from './fields.ts'

const json = (input: Fields, name: string) => JSON.parse(field(input, name))

/** Of stages whose input is a digest over those of several batches. */
const stageInput = (stage: Stage) => (input: Fields) => {
  const digests: Record<string, string> = json(input, 'digests')
  const of = (one: Stage) => digests[stageName(one)] ?? ''
  return { digest: inputDigest(json(input, 'core') as Core, stage, { lists: '', of }) }
}

export const digestComputations: Readonly<Record<string, Compute>> = {
  canonical: (_engine, input) => ({ text: toHex(utf8(canonicalJson(json(input, 'value')))) }),
  agreement: (_engine, input) => {
    const terms = termsSchema.parse(json(input, 'terms'))
    return { digest: makeAgreement(terms, json(input, 'keys')).digest }
  },
  secret: (_engine, input) => ({ digest: matchingSecretDigest(hex(input, 'secret')) }),
  core: (_engine, input) => ({ digest: coreDigest(json(input, 'core')) }),
  record: (_engine, input) => {
    const text = utf8(canonicalJson(json(input, 'record')))
    return { text: toHex(text), commitment: toHex(commitKeys(text)) }
  },
  manifest: (_engine, input) => ({
    digest: makeManifest(json(input, 'core'), json(input, 'keys')).digest,
  }),
  chunk: (_engine, input) => ({ digest: chunkDigest(hex(input, 'rows')) }),
  batch: (_engine, input) => {
    const [rows, rowBytes] = [Number(field(input, 'rows')), Number(field(input, 'rowBytes'))]
    const shape = { name: field(input, 'batch'), rows, rowBytes }
    const chunks = field(input, 'chunks').split(' ').filter(Boolean)
    return { digest: batchDigest(field(input, 'binding'), shape, chunks) }
  },
  roster: (_engine, input) => {
    const entries: { sender: string; name: string; digest: string }[] = json(input, 'entries')
    const declared = entries.map(({ sender, ...declaration }) => {
      return { sender, declaration: { ...declaration, rows: 0, rowBytes: 1, chunks: [], keys: {} } }
    })
    return { digest: rosterDigest(declared) }
  },
  input: (_engine, input) => ({ digest: digestJson('samentel input v2', json(input, 'lists')) }),
  sums: (_engine, input) => stageInput({ kind: 'open', table: 'persons', turn: 0 })(input),
  covered: (_engine, input) => stageInput({ kind: 'open', table: 'persons', turn: 1 })(input),
  ledger: (_engine, input) => ({ digest: entryDigest(json(input, 'entry')) }),
  tally: (_engine, input) => ({ digest: tallyDigest(json(input, 'count'), hex(input, 'key')) }),
  release: (_engine, input) => ({ digest: releaseDigest(json(input, 'release')) }),
  'check-seed': (_engine, input) => {
    const root = checkRoot(hex(input, 'secret'))
    const seed = checkSeed(root, fromBase64Url(field(input, 'coreDigest')))
    return { root: toHex(root), seed: toHex(seed) }
  },
  'check-persons': (engine, input) => {
    const persons = checkPersons(engine, fromHex(field(input, 'seed')), json(input, 'core'))
    const shown = persons.map(({ lists, codes, rows }) => {
      const held = rows.map((row) => row.map((one) => (one === null ? null : toHex(one))))
      return { lists, codes, rows: held }
    })
    return { persons: canonicalJson(shown) }
  },
}
