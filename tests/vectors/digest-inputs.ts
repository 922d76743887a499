/* What the vectors of digests are computed from: for the most part, what the round of round.json has. */
import { toBase64Url, toHex } from '../../src/base/bytes.ts'
import { seededRandom } from '../scripted-random.ts'
import type { Fields } from './fields.ts'
import type { RoundFile } from './round-file.ts'

type Subject = readonly [subject: string, sections: string, inputs: [string, Fields][]]

const random = seededRandom('digest vectors')
const bytes = (length: number) => toHex(random(length))
const name = () => toBase64Url(random(32))
const json = (value: unknown) => JSON.stringify(value)

/** What JSON libraries write in different ways: order of names, escapes, numbers. */
const awkward = {
  '\u20ac': 'euro',
  '\r': 'return',
  '\u00f6': 'ö, not o and a mark',
  '\ud83d\ude00': 'before \ufb33 by code units',
  '\ufb33': 'after it',
  '10': 1e21,
  '9': [1e-7, 0.000001, 1e-9, 0.35, -0, 333333333.3333333, 1.0, 9007199254740991],
  text: '\u0000\b\t\n\f\r"\\/\u007f\u2028\u00e9',
  '': { b: true, a: null, A: [] },
}

export function digestVectors({ input, output }: RoundFile): Subject[] {
  const { terms, keys } = input
  const core = output.core as { readonly evaluators: readonly string[] }
  const records = output.holders.map(({ record }) => record)
  const entries = Object.entries(output.lists).map(([list, { digest }]) => {
    return { sender: list.replace('-2020', ''), name: `list/${list}`, digest }
  })
  const covered = { ...core, tables: [], cover: { epsilon: 0.35, delta: 1e-9 } }
  const of = (...stages: string[]) => json(Object.fromEntries(stages.map((one) => [one, name()])))
  const covers = ['open/persons/0', 'cover/1', 'cover/2', 'cover/3']
  const batch = { batch: 'mix/1', rowBytes: '256', binding: output.manifestDigest }
  return [
    [
      'digest',
      '1.3, 3.2, 4, 5.6, 6.1, 6.4, 9.3, 10, 14.6',
      [
        ['canonical', { value: json(awkward) }],
        ['agreement', { terms: json(terms), keys: json(keys) }],
        [
          'agreement without what is left to defaults',
          { terms: json(other(terms)), keys: json(keys) },
        ],
        ['secret', { secret: input.matchingSecret }],
        ['core', { core: json(core) }],
        ['core of a covered round', { core: json(covered) }],
        ['record', { record: json(records[0]) }],
        ['record of the coordinator', { record: json(records.at(-1)) }],
        ['manifest', { core: json(core), keys: json(records) }],
        ['chunk', { rows: bytes(96) }],
        ['batch', { ...batch, rows: '130', chunks: `${name()} ${name()}` }],
        ['batch of no rows', { ...batch, batch: 'link', rowBytes: '10', rows: '0', chunks: '' }],
        ['roster', { entries: json(entries.toReversed()) }],
        [
          'input',
          { lists: json(entries.map(({ name: of_, digest }) => ({ list: of_.slice(5), digest }))) },
        ],
        ['sums', { core: json(core), digests: of('mix/3', 'link') }],
        ['covered', { core: json(covered), digests: of(...covers) }],
        ['ledger', { entry: json(charge(output.agreementDigest)) }],
        ['ledger of an opening', { entry: json(opened(output.agreementDigest)) }],
        ['tally', { count: json(output.counts.form), key: bytes(32) }],
        ['release', { release: json({ version: 3, round: 'vectors-1', title: 'Één' }) }],
      ],
    ],
    [
      'check-persons',
      '5.8',
      [
        ['check-seed', { secret: input.matchingSecret, coreDigest: output.coreDigest }],
        ['check-persons', { seed: bytes(32), core: json(shape(6, 3)) }],
        [
          'check-persons whose first slots only support',
          { seed: bytes(32), core: json(shape(6, 9, [2])) },
        ],
        ['check-persons of one list', { seed: bytes(32), core: json(shape(1, 2)) }],
      ],
    ],
  ]
}

/** Other terms, with nothing left out but what the round of round.json gives. */
function other(terms: Readonly<Record<string, unknown>>) {
  const { tables: _, checks: __, ...rest } = terms
  return rest
}

function charge(agreement: string) {
  const place = { sequence: 1, previous: null, round: 'vectors-2', agreement }
  return { kind: 'charge', ...place, epsilon: 0.35, delta: 1e-9, reason: 'tokens' }
}

function opened(agreement: string) {
  const place = { sequence: 2, previous: name(), round: 'vectors-2', agreement }
  const lists = ['kmar-2020', 'police-2020', 'shelter-2020']
  const questions = [{ id: 'known-to/2020/police', bins: ['police-2020', 'kmar-2020+police-2020'] }]
  return { kind: 'opened', ...place, lists, questions }
}

function shape(lists: number, checks: number, anchors = [0, 1, 2, 3]) {
  return {
    checks,
    lists: Array.from({ length: lists }, (_, at) => ({ id: `list-${(at * 5) % 7}` })),
    slots: ['bsn', 'vnumber', 'letters', 'sounds'],
    anchors,
    tables: [{ id: 'form', codes: ['labour', 'farm', 'unknown', 'conflict'] }],
  }
}
