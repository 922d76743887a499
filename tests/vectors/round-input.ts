/* What the vector of a whole round is made from: everything else follows from it and the specification. */
import { toBase64Url, toHex } from '../../src/base/bytes.ts'
import { sealingPublicKey } from '../../src/crypto/hpke.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { seededRandom } from '../scripted-random.ts'
import type { RoundInput, VectorRecord } from './round-file.ts'

const name = (id: string) => ({ nl: id, en: id })
const random = seededRandom('vectors of a round')
const parties = ['police', 'shelter', 'rapporteur', 'coordinator']

/** Terms as a file may have them: what has a default is left out where it fits. */
export const vectorTerms = (secret: Uint8Array) => ({
  version: 1,
  id: 'vectors',
  title: { nl: 'Één ronde van drie', en: 'One round of three' },
  purpose: name('test'),
  legalBasis: name('none'),
  populations: [{ id: 'victims', name: { nl: 'slachtoffers', en: 'victims' } }],
  organisations: parties.slice(0, 3).map((id) => ({ id, name: name(id), legalBasis: true })),
  evaluators: ['police', 'shelter', 'rapporteur'],
  lists: ['police', 'shelter'].map((organisation) => ({
    id: `${organisation}-2020`,
    organisation,
    population: 'victims',
    year: 2020,
    source: 'report',
    size: 4,
  })),
  tables: [
    {
      id: 'form',
      name: name('form'),
      codes: [
        { id: 'labour', name: name('labour') },
        { id: 'farm', name: name('farm'), within: 'labour' },
        { id: 'forced', name: name('forced') },
      ],
    },
  ],
  checks: 2,
  recipe: 'short/1',
  rule: 'l2',
  matchingSecretDigest: matchingSecretDigest(secret),
  limits: { minimumLists: 2, minimumPersons: 1 },
  disclosure: { threshold: 3, roundingBase: 1 },
  deadlineMinutes: 60,
  validity: { from: '2020-01-01', until: '2029-12-31' },
  minimumPeerVersion: '0.2.0',
})

const sounds = (one: string, other: string) => [one, other, '1990-02-03', 'F']

/**
 * Of the police: one person twice, whose codes resolve to one; two different persons of one name, who
 * lose it; one known by name alone. Of the shelter: two of these, and somebody else.
 */
const records: Readonly<Record<string, readonly VectorRecord[]>> = {
  'police-2020': [
    {
      keys: { bsn: ['111222333'], letters: ['aaabilnv', '1990-02-03'], sounds: sounds('an', 'lf') },
      codes: { form: 'farm' },
    },
    {
      keys: { vnumber: ['2000000001'], sounds: sounds('mr', 'ptr') },
      codes: { form: 'conflict' },
    },
    { keys: { vnumber: ['2000000002'], sounds: sounds('mr', 'ptr') }, codes: { form: 'forced' } },
    { keys: { bsn: ['111222333'], vnumber: ['2000000003'] }, codes: { form: 'labour' } },
    {
      keys: { letters: ['aeghinor', '1985-11-30'], sounds: sounds('ngr', 'h') },
      codes: { form: 'unknown' },
    },
  ],
  'shelter-2020': [
    { keys: { sounds: sounds('ngr', 'h') }, codes: { form: 'forced' } },
    {
      keys: { vnumber: ['2000000003'], letters: ['aabinntt', '1991-05-06'] },
      codes: { form: 'labour' },
    },
    { keys: { bsn: ['123456782'], sounds: sounds('mr', 'ptr') }, codes: { form: 'unknown' } },
  ],
}

export async function vectorRoundInput(): Promise<RoundInput> {
  const secret = random(32)
  const keys: [string, object][] = []
  for (const id of parties) {
    const sharing = await sealingPublicKey(random(32))
    keys.push([id, { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(random(32)), sharing }])
  }
  return {
    terms: vectorTerms(secret),
    keys: Object.fromEntries(keys),
    round: 'vectors-1',
    openedMs: 1_600_000_000_000,
    lists: ['police-2020', 'shelter-2020'],
    matchingSecret: toHex(secret),
    roundKeys: Object.fromEntries(parties.map((id) => [id, toHex(random(32))])),
    // Seven columns of four holders, and three token keys.
    nonces: toHex(random(32 * (7 * 4 + 3))),
    records,
  }
}
