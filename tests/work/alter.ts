import type { GroupEngine } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import type { RoundWork } from '../../src/work/round-work.ts'

const one = new Uint8Array(32).fill(1, 0, 1)

/** Another element: with G added. */
export function otherElement(engine: GroupEngine, element: Uint8Array): Uint8Array {
  return engine.add(element, engine.multiplyBase(one))
}

/** The row with another element in that place; place 0 is `a`. */
export function withOther(row: Uint8Array, place: number): Uint8Array {
  const altered = row.slice()
  const at = place * 32
  altered.set(otherElement(nobleEngine, row.subarray(at, at + 32)), at)
  return altered
}

/** Alters a row that a party keeps, runs, and puts the row back. */
export async function whileAltered(
  work: RoundWork,
  place: { readonly name: string; readonly position: number },
  alter: (row: Uint8Array) => Uint8Array,
  run: () => Promise<unknown>,
): Promise<void> {
  const { rows } = work.database.stores
  const { round } = work.manifest.core
  const { name, position } = place
  const [kept] = await rows.range(round, name, position, position + 1)
  if (kept === undefined) throw new Error(`${name} has no row ${position}`)
  const row = work.vault.openRow(name, position, kept.bytes)
  const bytes = work.vault.sealRow(name, position, alter(row))
  await rows.putRows(round, name, [{ position, bytes }])
  await run()
  await rows.putRows(round, name, [kept])
}
