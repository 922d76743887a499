import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts'
import { checkLinks, lessChecks } from '../../src/counter/check-links.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { reportLinks } from '../../src/linkage/link-report.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { anchorsOf, checkPersons } from '../../src/psi/check-persons.ts'
import { flatKeys, type Keys, slot } from '../linkage/clear-keys.ts'
import { seededRandom } from '../scripted-random.ts'

const engine = await loadSodiumEngine()
const slots = [
  slot('bsn', 1, { family: 'number', unique: true }),
  slot('name', 2),
  slot('given', 3),
  slot('surname', 3),
]
const lists = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

it('what is left of a report without check persons is the report of a round without them', () => {
  const key = fc.option(fc.constantFrom('1', '2', '3', '4'), { nil: null })
  const row = fc.tuple(key, key, key, key)
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.string(), (rows: Keys[], seed) => {
      const random = seededRandom(seed)
      const shape = { checks: 5, lists, slots: slots.map(({ id }) => id), tables: [] }
      const checks = checkPersons(engine, random(32), { ...shape, anchors: anchorsOf(slots) })
      const filled = checks.flatMap((check) => check.rows).flat()
      const tokens = filled.map((element) => toHex(element?.subarray(0, 16) ?? random(16)))
      const own = flatKeys(slots, rows)
      const report = (count: number, bytes: Uint8Array) => {
        const all = { rows: count, slots, tokens: bytes, maxRowsPerPerson: lists.length }
        return reportLinks(all, linkRows(all))
      }
      const together = concatBytes(own, fromHex(tokens.join('')))
      const all = report(rows.length + filled.length / slots.length, together)
      const ofChecks = checkLinks(checks, { slots, lists: lists.length })
      expect(ofChecks.links).toBeGreaterThan(0)
      expect(lessChecks(all, ofChecks)).toEqual(report(rows.length, own))
    }),
    { numRuns: 60 },
  )
})
