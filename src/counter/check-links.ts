import { concatBytes, i2osp, toHex } from '../base/bytes.ts'
import type { SlotRule } from '../base/slots.ts'
import { type LinkReport, reportLinks } from '../linkage/link-report.ts'
import { linkRows } from '../linkage/link-rows.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import type { CheckPerson } from '../psi/check-persons.ts'

/**
 * What the links of check persons alone come to: their keys are nobody else's, so this is what of the coordinator's
 * report is theirs (protocol/specification.md 8.5).
 */
export function checkLinks(
  checks: readonly Pick<CheckPerson, 'rows'>[],
  of: { readonly slots: readonly SlotRule[]; readonly lists: number },
): LinkReport {
  const rows = checks.flatMap((check) => check.rows)
  const numbers = new Map<string, number>()
  let fillers = 0
  const token = (element: Uint8Array | null) => {
    // A filler is held by one row.
    const key = element === null ? `filler ${fillers++}` : toHex(element)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return i2osp(number, TOKEN_BYTES)
  }
  const found = {
    rows: rows.length,
    slots: of.slots,
    tokens: concatBytes(...rows.flat().map(token)),
    maxRowsPerPerson: of.lists,
  }
  return reportLinks(found, linkRows(found))
}

/**
 * What is left of a report without what is of check persons. Where they were not linked as they should there may be less
 * than nothing, which counts as nothing: that they were not is found when the bag is opened (9.3).
 */
export function lessChecks(report: LinkReport, checks: LinkReport): LinkReport {
  const less = (name: Exclude<keyof LinkReport, 'labelled'>) => rest(report[name], checks[name])
  return {
    links: less('links'),
    linksByNumbers: less('linksByNumbers'),
    labelled: report.labelled.map(({ numbers, same, found, different }) => {
      const own = checks.labelled.find((one) => one.numbers === numbers)
      const left = rest(same, own?.same)
      return {
        numbers,
        same: left,
        found: Math.min(rest(found, own?.found), left),
        different: rest(different, own?.different),
      }
    }),
    overfull: less('overfull'),
    conflicts: less('conflicts'),
    ambiguous: less('ambiguous'),
    chainsUndone: less('chainsUndone'),
    capped: less('capped'),
    ties: less('ties'),
  }
}

function rest(all: number, part = 0): number {
  return Math.max(0, all - part)
}
