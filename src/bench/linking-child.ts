import { createCipheriv } from 'node:crypto'
import type { SlotRule } from '../base/slots.ts'
import { linkRows } from '../linkage/link-rows.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import { peakMegabytes } from './child.ts'
import { measure } from './measure.ts'

/*
 * `linking-child.ts <rows> link|map`: links rows of five tokens, or only counts the same tokens in
 * plain maps. Row by row a person of three lists: strong keys shared, soft ones too, a filler last.
 */
const LISTS = 3
const slots: readonly SlotRule[] = [
  { id: 'bsn', class: 'bsn', tier: 1, family: 'number', unique: true },
  { id: 'number', class: 'number', tier: 1, family: 'number', unique: true },
  { id: 'letters', class: 'letters', tier: 1, family: 'number', unique: false },
  { id: 'sounds', class: 'sounds', tier: 2, family: 'name-date', unique: false },
  { id: 'other', class: 'other', tier: 2, family: 'name-date', unique: false },
]

/** Random-looking, and the same each time: the token of a person in a slot, or a row's own filler. */
function makeTokens(rows: number): Uint8Array {
  const plain = new Uint8Array(rows * slots.length * TOKEN_BYTES)
  const view = new DataView(plain.buffer)
  for (let row = 0; row < rows; row++) {
    slots.forEach((slot, at) => {
      const start = (row * slots.length + at) * TOKEN_BYTES
      const isFiller = slot.id === 'other' || (row + at) % 4 === 0
      view.setUint32(start, isFiller ? row : row % Math.ceil(rows / LISTS))
      view.setUint32(start + 4, isFiller ? slots.length : at)
      view.setUint32(start + 8, at)
    })
  }
  const cipher = createCipheriv('aes-256-ecb', new Uint8Array(32), null).setAutoPadding(false)
  return new Uint8Array(cipher.update(plain))
}

/** The yardstick: a map from token to number of holders, slot by slot. */
function countInMaps(tokens: Uint8Array, rows: number): number {
  const bytes = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.length)
  let different = 0
  for (let slot = 0; slot < slots.length; slot++) {
    const holders = new Map<string, number>()
    for (let row = 0; row < rows; row++) {
      const at = (row * slots.length + slot) * TOKEN_BYTES
      const token = bytes.toString('latin1', at, at + TOKEN_BYTES)
      holders.set(token, (holders.get(token) ?? 0) + 1)
    }
    different += holders.size
  }
  return different
}

const rows = Number(process.argv[2])
const tokens = makeTokens(rows)
let found = 0
const cost = await measure(() => {
  found =
    process.argv[3] === 'map'
      ? countInMaps(tokens, rows)
      : linkRows({ rows, slots, tokens, maxRowsPerPerson: LISTS }).persons
})
process.stdout.write(JSON.stringify({ ...cost, megabytes: peakMegabytes(), found }))
