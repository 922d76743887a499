/* A second reading of protocol/specification.md 5.8: the check persons of a round. */
import { createHmac } from 'node:crypto'
import { framed, hashToGroup, SUITE, uint } from './notation.ts'
import { derive, drawOrder, keyStream } from './read-derive.ts'

export interface CheckCore {
  readonly checks: number
  readonly lists: readonly { readonly id: string }[]
  readonly slots: readonly string[]
  /** The places of slots of tier 1 and 2. */
  readonly anchors: readonly number[]
  readonly tables: readonly { readonly id: string; readonly codes: readonly string[] }[]
}

export function checkSeed(matchingSecret: Buffer, coreDigest: Buffer): Buffer {
  const hmac = (key: Buffer, part: Buffer | string) =>
    createHmac('sha256', key).update(framed(part)).digest()
  return hmac(hmac(matchingSecret, 'samentel check v2'), coreDigest)
}

export function readCheckPersons(seed: Buffer, core: CheckCore) {
  return Array.from({ length: core.checks }, (_, i) => checkPerson(seed, core, i))
}

function checkPerson(seed: Buffer, core: CheckCore, i: number) {
  const random = keyStream(derive(seed, 32, 'SAMENTEL-V02-CHECK', uint(i, 4)))
  const draw = (below: number) => Number(random(8).readBigUInt64BE() % BigInt(below))
  const count = core.lists.length
  const on = count === 1 ? 1 : 2 + draw(Math.min(4, count) - 1)
  const chosen = drawOrder(count, random).slice(0, on)
  const pattern = 1 + draw(2 ** core.slots.length - 1)
  const codes = core.tables.map(({ id, codes: all }) => [id, all[draw(all.length)]!])
  const drawn = core.slots.map((_, slot) => slot).filter((slot) => (pattern >> slot) % 2 === 1)
  const anchor = drawn.find((slot) => core.anchors.includes(slot)) ?? core.anchors[0]!
  const held = [...drawn, anchor]
  const element = (slot: number) => {
    const message = framed('element', Buffer.concat([uint(i, 4), uint(slot, 4)]))
    const mac = createHmac('sha512', seed).update(message).digest()
    return hashToGroup(mac, `SAMENTEL-V02-KEY-with-${SUITE}`).toHex()
  }
  const row = () =>
    core.slots.map((_, slot) => {
      if (!held.includes(slot)) return null
      return slot !== anchor && draw(4) === 0 ? null : element(slot)
    })
  return {
    lists: chosen.map((at) => core.lists[at]!.id).toSorted(),
    codes: Object.fromEntries(codes) as Record<string, string>,
    rows: chosen.map(row),
  }
}
