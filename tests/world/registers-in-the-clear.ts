import { join } from 'node:path'
import { toHex } from '../../src/base/bytes.ts'
import { readPerson } from '../../src/matching/match-key.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'
import { readCsv } from '../../src/source/csv-source.ts'
import { plainFieldMap } from '../../src/source/field-map.ts'
import { type ClearRecord, type ClearTable, inTheClear } from './in-the-clear.ts'

const recipe = recipeNamed('short/1')

/** The oracle's table of `<list>.csv` files: same keys as a node's, everything else in the clear. */
export async function countInTheClear(
  folder: string,
  lists: readonly string[],
): Promise<ClearTable> {
  const records: ClearRecord[] = []
  const today = new Date().toISOString().slice(0, 10)
  for (const list of lists) {
    for await (const event of readCsv(join(folder, `${list}.csv`), plainFieldMap)) {
      if (event.kind !== 'record') continue
      const keys = keysOf(readPerson(event.fields, today).person, recipe)
      records.push({ list, keys: keys.map((key) => (key === null ? null : toHex(key))) })
    }
  }
  return inTheClear({ slots: recipe.slots, lists, records })
}
