import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Disclosed,
  discloseTable,
  type TableControl,
  type UnjudgedRelease,
} from '../../src/disclosure/control-table.ts'
import { type TableRules, tableRulesFileSchema } from '../../src/disclosure/table-rules.ts'
import { parseTableFile, type TableFile } from '../../src/overlap/table-file.ts'
import { type TableRelease, tableReleaseDigest } from '../../src/release/table-release.ts'
import { seededRandom } from '../scripted-random.ts'

export const readTable = (name: string): TableFile => {
  const file = join(import.meta.dirname, '..', 'data', 'mse', `${name}.json`)
  return parseTableFile(JSON.parse(readFileSync(file, 'utf8')), file)
}

/** Cells as `{ 'A B': 12 }`. */
export function tableOf(cells: Readonly<Record<string, number>>, id = 'small'): TableFile {
  const lists = [...new Set(Object.keys(cells).flatMap((key) => key.split(' ')))].sort()
  const all = Object.entries(cells).map(([key, count]) => ({ lists: key.split(' '), count }))
  return parseTableFile({ id, lists, cells: all }, 'small.json')
}

export const passing = { passed: true, checks: [] }
export const failing = {
  passed: false,
  checks: [
    { check: 'marginals', passed: false, cells: 3, narrowest: 1, reason: 'Too close.' },
    { check: 'insider', passed: true, cells: 3, narrowest: 4, reason: null },
  ],
}

type Setting = Partial<Omit<TableControl, 'rules' | 'table'>> & {
  readonly rules?: Partial<TableRules>
}

/** Without an attacker unless one is given. */
export function disclosed(table: TableFile, { rules, ...rest }: Setting = {}): Disclosed {
  return discloseTable({
    table,
    rules: tableRulesFileSchema.parse(rules ?? {}),
    key: null,
    random: seededRandom('disclose'),
    earlier: [],
    attack: () => passing,
    ...rest,
  })
}

export function released(table: TableFile, setting: Setting = {}): TableRelease {
  const { release } = disclosed(table, setting)
  if (release === null) throw new Error('refused')
  return release
}

export const asEarlier = (release: TableRelease) => ({
  digest: tableReleaseDigest(release),
  release,
})

/** Cells by who they are of, everybody. */
export function cellsOf({ figures }: Pick<UnjudgedRelease, 'figures'>): Record<string, unknown> {
  const all = figures.filter(({ of }) => Object.keys(of).length === 0)
  return Object.fromEntries(
    all.map(({ who, cell }) => [
      'onlyOn' in who
        ? who.onlyOn.join(' ')
        : 'list' in who
          ? `list ${who.list}`
          : JSON.stringify(who),
      cell.status === 'withheld' ? `<${cell.below}` : cell.value,
    ]),
  )
}
