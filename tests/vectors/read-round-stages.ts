/* A second reading of protocol/specification.md 6 to 9.2: the stages of an uncovered round, with their proofs. */
import { framed, uint } from './notation.ts'
import { drawOrder, keyStream } from './read-derive.ts'
import { batchDigest, bytes64, chunkDigest, jsonDigest, text64 } from './read-json.ts'
import { linkedPersons, recipeSlots, spanningLinks } from './read-linking.ts'
import { holdersOf, jointOf, type ReadKeys, seedOf, sharesOf } from './read-round-keys.ts'
import { recompute } from './reader.ts'
import type { RoundStage } from './round-file.ts'
import { splitHex } from './split-hex.ts'

/** A stage without what only the last strips have. */
type Made = Omit<RoundStage, 'tally'>

interface Job {
  readonly stage: string
  readonly maker: string
  readonly input: string
  readonly rows: readonly string[]
}

const hexOf = (bytes: Buffer) => bytes.toString('hex')
const digestHex = (text: string) => hexOf(bytes64(text))

class Stages {
  readonly keys: ReadKeys

  constructor(keys: ReadKeys) {
    this.keys = keys
  }

  context({ stage, maker }: Job): string {
    return hexOf(framed(this.keys.manifestDigest, 'stage', stage, maker))
  }

  digestOf(name: string, rows: readonly string[], rowBytes: number): string {
    const chunks = rows.length === 0 ? [] : [chunkDigest(Buffer.from(rows.join(''), 'hex'))]
    const shape = { name, rows: rows.length, rowBytes }
    return text64(batchDigest(text64(this.keys.manifestDigest), shape, chunks))
  }

  drawn({ maker, stage }: Job, rows: number): string {
    return hexOf(keyStream(seedOf(this.keys, maker, stage))(64 * rows))
  }

  proofRandom({ maker, stage }: Job): string {
    return hexOf(keyStream(seedOf(this.keys, maker, `proof ${stage}`))(32))
  }

  /** 6 and 9.2: rows moved, put in another order, and proven by 13.8. */
  shuffled(job: Job, moved: string, columnKeys: string, shares: string): Made {
    const { stage, maker, input, rows } = job
    const width = rows[0]!.length / 2
    const order = drawOrder(rows.length, keyStream(seedOf(this.keys, maker, `order ${stage}`)))
    const made = splitHex(moved, width)
    const out = order.map((row) => made[row]!)
    const digest = this.digestOf(stage, out, width)
    const { output, constant, proof } = recompute('shuffle', {
      context: this.context(job),
      columnKeys,
      inputDigest: digestHex(input),
      outputDigest: digestHex(digest),
      input: rows.join(''),
      order: order.join(' '),
      rowSeed: hexOf(seedOf(this.keys, maker, stage)),
      shares,
      seed: hexOf(seedOf(this.keys, maker, `proof ${stage}`)),
    })
    if (output !== out.join('')) throw new Error(`${stage} is proven of other rows`)
    const proofRows = splitHex(proof!, 128)
    const proofDigest = this.digestOf(`proof/${stage}`, proofRows, 128)
    return { stage, maker, input, rows: out, digest, proof: constant!, proofRows, proofDigest }
  }

  /** A stage that keeps the order of its rows, proven by 13.4 to 13.6. */
  linear(job: Job, out: readonly string[], rowBytes: number, prove: (by: Linear) => string): Made {
    const { stage, maker, input } = job
    const digest = this.digestOf(stage, out, rowBytes)
    const proof = prove({
      context: this.context(job),
      digests: digestHex(input) + digestHex(digest),
      random: this.proofRandom(job),
      rows: job.rows.join(''),
    })
    return { stage, maker, input, rows: out, digest, proof, proofRows: null, proofDigest: null }
  }

  mix(job: Job): Made {
    const columnKeys = jointOf(this.keys, this.keys.columns)
    const random = this.drawn(job, job.rows.length)
    const about = { rows: job.rows.join(''), columnKeys, random }
    return this.shuffled(job, recompute('rerandomised', about).rows!, columnKeys, '')
  }

  evaluate(job: Job): Made {
    const slots = slotColumns(this.keys)
    const tokenKey = sharesOf(this.keys, job.maker, ['token'])
    const shares = sharesOf(this.keys, job.maker, slots)
    const width = 32 * (slots.length + 1)
    const { rows } = recompute('evaluated', { rows: job.rows.join(''), tokenKey, shares })
    return this.linear(job, splitHex(rows!, width), width, (by) => {
      return recompute('evaluation-proof', { ...by, tokenKey, shares }).proof!
    })
  }

  link(job: Job) {
    const slots = slotColumns(this.keys)
    const shares = sharesOf(this.keys, job.maker, slots)
    const { plain } = recompute('last', { rows: job.rows.join(''), shares })
    const tokens = splitHex(plain!, 32 * slots.length)
    const held = tokens.map((row) => splitHex(row, 32))
    const most = this.keys.core.lists.length
    const persons = linkedPersons(held, recipeSlots, { most, established: 2 })
    const links = spanningLinks(held, recipeSlots, persons)
    const out = links.map(([u, i, v, j]) =>
      hexOf(Buffer.concat([uint(u, 4), uint(i, 1), uint(v, 4), uint(j, 1)])),
    )
    const text = links.map((link) => link.join(' ')).join(', ')
    const made = this.linear(job, out, 10, (by) => {
      return recompute('links-proof', { ...by, shares, links: text }).proof!
    })
    return { made, tokens, persons }
  }

  open(job: Job, table: string, turn: number): Made {
    const columns = openedColumns(table)
    const { evaluators } = this.keys.core
    const shares = sharesOf(this.keys, job.maker, columns)
    const width = 32 * (columns.length + 1)
    const rows = job.rows.join('')
    if (turn === evaluators.length) {
      const { plain } = recompute('last', { rows, shares })
      return this.linear(job, splitHex(plain!, width - 32), width - 32, (by) => {
        return recompute('last-strip-proof', { ...by, shares }).proof!
      })
    }
    const left = turn === 0 ? holdersOf(this.keys.core) : evaluators.slice(turn - 1)
    const restKeys = jointOf(this.keys, columns, left)
    const random = this.drawn(job, job.rows.length)
    const passed = recompute('passed', { rows, shares, restKeys, random }).rows!
    if (turn > 0) return this.shuffled(job, passed, restKeys, shares)
    return this.linear(job, splitHex(passed, width), width, (by) => {
      return recompute('first-strip-proof', { ...by, shares, restKeys, drawn: random }).proof!
    })
  }
}

interface Linear {
  readonly [name: string]: string
  readonly context: string
  readonly digests: string
  readonly random: string
  readonly rows: string
}

const slotColumns = ({ core }: ReadKeys) => core.slots.map((slot) => `slot/${slot}`)

export const openedColumns = (table: string) =>
  table === 'persons' ? ['label', 'presence'] : ['label', 'presence', `code/${table}`]

export const openedTables = ({ core }: ReadKeys) => ['persons', ...core.tables.map(({ id }) => id)]

/** 8.4: the sums of each person's rows, over `a` and the opened columns. */
function sumsOf(
  keys: ReadKeys,
  mixed: readonly string[],
  persons: readonly number[],
  table: string,
) {
  const places = [0, ...openedColumns(table).map((name) => keys.columns.indexOf(name) + 1)]
  const cut = mixed.map((row) => places.map((at) => splitHex(row, 32)[at]!).join(''))
  const count = Math.max(-1, ...persons) + 1
  return Array.from({ length: count }, (_, person) =>
    cut
      .filter((__, row) => persons[row] === person)
      .reduce((x, y) => recompute('sum', { x, y }).row!),
  )
}

/** Every stage in turn; the last strips still without the tally. */
export function readStages(keys: ReadKeys, lists: { rows: readonly string[]; digest: string }) {
  const { evaluators } = keys.core
  const stages = new Stages(keys)
  const made: Made[] = []
  let last = { digest: lists.digest, rows: lists.rows }
  const add = (stage: Made) => {
    made.push(stage)
    last = stage
  }
  const job = (stage: string, maker: string): Job => ({
    ...{ stage, maker, input: last.digest, rows: last.rows },
  })
  for (const [at, maker] of evaluators.entries()) add(stages.mix(job(`mix/${at + 1}`, maker)))
  const mixed = last
  const slotBytes = 64 * (keys.core.slots.length + 1)
  last = { ...mixed, rows: mixed.rows.map((row) => row.slice(0, slotBytes)) }
  for (const [at, maker] of evaluators.entries())
    add(stages.evaluate(job(`evaluate/${at + 1}`, maker)))
  const linked = stages.link(job('link', 'coordinator'))
  add(linked.made)
  const from = jsonDigest('samentel sums v2', [mixed.digest, linked.made.digest])
  const sums = openedTables(keys).map((table) => {
    const rows = sumsOf(keys, mixed.rows, linked.persons, table)
    last = { digest: text64(from), rows }
    for (const [turn, maker] of ['coordinator', ...evaluators].entries())
      add(stages.open(job(`open/${table}/${turn}`, maker), table, turn))
    return [table, rows.join('')] as const
  })
  const { tokens, persons } = linked
  return { made, tokens, persons, sums: Object.fromEntries(sums) }
}
