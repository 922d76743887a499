/* The vectors of cover (protocol/specification.md 14): what goes in, and how Samentel computes them. */
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { commitCover, drawCoverSecrets } from '../../src/cover/cover-secrets.ts'
import { drawCover, makeLaw } from '../../src/cover/law.ts'
import { openCover } from '../../src/cover/opening.ts'
import { coverElements, makeCoverPlan } from '../../src/cover/plan.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { type Compute, type Fields, field, hex, scripted } from './fields.ts'

const lawOf = (input: Fields) =>
  makeLaw({
    epsilon: Number(field(input, 'epsilon')),
    delta: Number(field(input, 'delta')),
    changedBins: Number(field(input, 'bins')),
  })

const planOf = (input: Fields) =>
  makeCoverPlan({
    lists: field(input, 'lists').split(' '),
    epsilon: Number(field(input, 'epsilon')),
    delta: Number(field(input, 'delta')),
  })

export const coverComputations: Readonly<Record<string, Compute>> = {
  law: (_engine, input) => {
    const { m, weights, total } = lawOf(input)
    return { m: String(m), weights: weights.join(' '), total: String(total) }
  },
  numbers: (_engine, input) => {
    const law = lawOf(input)
    const count = Number(field(input, 'count'))
    const numbers = scripted(input, (random) =>
      Array.from({ length: count }, () => drawCover(law, random)),
    )
    return { numbers: numbers.join(' ') }
  },
  bins: (engine, input) => {
    const plan = planOf(input)
    const core = hex(input, 'coreDigest')
    const lists = field(input, 'lists').split(' ')
    const labels = new Map(lists.map((list) => [list, labelElement(engine, core, list)]))
    const { bins, nothing } = coverElements(engine, plan, labels)
    const ids = plan.bins.map(({ id }) => id).join(' ')
    return { ids, elements: toHex(bins), nothing: toHex(nothing) }
  },
  'cover-commitments': (engine, input) => {
    const plan = planOf(input)
    const secrets = scripted(input, (random) => drawCoverSecrets(engine, plan, random))
    return {
      numbers: secrets.numbers.join(' '),
      commitments: toHex(commitCover(engine, secrets)),
    }
  },
  'cover-opening': (engine, input) => {
    const bins = field(input, 'bins').split(' ')
    const numbers = field(input, 'numbers').split(' ').map(Number)
    const secrets = { numbers, blindings: fromHex(field(input, 'blindings')) }
    const { value, blinding } = openCover(engine, planOf(input), { id: 'vector', bins }, secrets)
    return { value: String(value), blinding: toHex(blinding) }
  },
}

/** Three lists; `bytes` gives random bytes in hexadecimal. */
export function coverVectors(
  bytes: (length: number) => string,
  blindings: (count: number) => string,
): readonly (readonly [string, string, [string, Fields][]])[] {
  const law = { epsilon: '1', delta: '0.000001', bins: '2' }
  const round = { lists: 'politie-2017 kmar-2017 zorg-2017', epsilon: '1', delta: '0.000001' }
  const open = { ...round, numbers: '27 30 24 26 29 21 33', blindings: blindings(7) }
  return [
    [
      'cover',
      '14.1 to 14.5',
      [
        ['law', law],
        ['law of another epsilon', { ...law, epsilon: '0.35', delta: '1e-9' }],
        ['law for four bins', { ...law, bins: '4' }],
        ['numbers', { ...law, count: '8', random: bytes(128) }],
        [
          'numbers with a draw passed over',
          { ...law, count: '1', random: 'ff'.repeat(16) + bytes(16) },
        ],
        ['bins', { ...round, coreDigest: bytes(32) }],
        ['cover-commitments', { ...round, random: bytes(7 * 80) }],
        ['cover-opening', { ...open, bins: 'politie-2017 kmar-2017+politie-2017' }],
        ['cover-opening of one bin', { ...open, bins: 'kmar-2017+politie-2017+zorg-2017' }],
      ],
    ],
  ]
}
