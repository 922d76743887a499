import { createCipheriv } from 'node:crypto'
import { linkRows } from '../linkage/link-rows.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { peakMegabytes } from './child.ts'
import { measure } from './measure.ts'

/*
 * `linking-child.ts <rows> link|map`: links rows of a full recipe's tokens, or only counts the same tokens in plain
 * maps. Each person has three rows, which share some of their keys; one person in ten has only keys that support.
 */
const LISTS = 3
const { slots } = recipeNamed('full/1')

/** Random-looking, and the same each time: the token of a person in a slot, or a row's own filler. */
function makeTokens(rows: number): Uint8Array {
  const plain = new Uint8Array(rows * slots.length * TOKEN_BYTES)
  const view = new DataView(plain.buffer)
  const persons = Math.ceil(rows / LISTS)
  for (let row = 0; row < rows; row++) {
    const person = row % persons
    slots.forEach(({ tier }, at) => {
      const start = (row * slots.length + at) * TOKEN_BYTES
      const weak = person % 10 === 0 && tier <= 2
      const isFiller = weak || (row + at) % 4 === 0
      view.setUint32(start, isFiller ? row : person)
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
