/*
 * A second reading of protocol/specification.md 2 to 9: a whole round from what its parties begin with,
 * on @noble and node:crypto, without a line of Samentel.
 */

import { readBag, readCells } from './read-bag.ts'
import { derive } from './read-derive.ts'
import { tally, text64 } from './read-json.ts'
import { jointOf, readKeys } from './read-round-keys.ts'
import { readLists } from './read-round-lists.ts'
import { openedTables, readStages } from './read-round-stages.ts'
import type { RoundInput, RoundOutput } from './round-file.ts'
import { splitHex } from './split-hex.ts'

export function readRound(input: RoundInput): RoundOutput {
  const keys = readKeys(input)
  const lists = readLists(keys)
  const { inputDigest } = lists.shown
  const { made, ...linked } = readStages(keys, { rows: lists.rows, digest: inputDigest })
  const counter = keys.core.evaluators.at(-1)!
  const counts = openedTables(keys).map((table) => {
    const stage = `open/${table}/${keys.core.evaluators.length}`
    const { rows } = made.find((one) => one.stage === stage)!
    const count = readBag(keys, table, { rows, checks: lists.shown.check.persons })
    // 11.3, 9.3: the key of the tally is of the content key of the batch that the bag is.
    const roundKey = Buffer.from(input.roundKeys[counter]!, 'hex')
    const content = derive(roundKey, 32, `content ${stage}`)
    const key = derive(content, 32, 'samentel tally key v2')
    return { stage, table, count, tally: text64(tally(count, key)) }
  })
  const joint = splitHex(jointOf(keys, keys.columns), 32)
  const coded = counts.filter(({ table }) => table !== 'persons')
  return {
    agreementDigest: keys.agreementDigest,
    core: keys.core,
    coreDigest: text64(keys.coreDigest),
    holders: keys.holders,
    manifestDigest: text64(keys.manifestDigest),
    jointKeys: Object.fromEntries(keys.columns.map((column, at) => [column, joint[at]!])),
    ...lists.shown,
    stages: made.map((one) => {
      return { ...one, tally: counts.find(({ stage }) => stage === one.stage)?.tally ?? null }
    }),
    ...linked,
    counts: Object.fromEntries(counts.map(({ table, count }) => [table, count])),
    cells: Object.fromEntries(coded.map(({ table, count }) => [table, readCells(keys, count)])),
  }
}
