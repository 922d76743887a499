import { attributes, type Column } from './csv.ts'
import { exploitationCodes } from './exploitation.ts'
import { nationalities } from './nationalities.ts'
import type { AgeClass } from './published-victims.ts'

/** Name of the mapping file beside the registers. */
export const MAPPING = 'mapping.yaml'

/** How registers write an age at the time of the report. */
export const ageWords: Readonly<Record<AgeClass, string>> = {
  minor: 'minderjarig',
  '18-22': '18-22 jaar',
  '23-29': '23-29 jaar',
  '30-39': '30-39 jaar',
  '40-plus': '40 jaar en ouder',
}

interface TableCodes {
  readonly column: Column | (typeof attributes)[number]
  /** Word in the register to code of the sample agreement. */
  readonly values: Readonly<Record<string, string>>
}

/** Which column of the generated registers says which code of which table of the sample agreement. */
export const registerCodes: Readonly<Record<string, TableCodes>> = {
  exploitation: { column: 'exploitation', values: exploitationCodes },
  sex: { column: 'sex', values: { F: 'female', M: 'male' } },
  age: {
    column: 'age_class',
    values: Object.fromEntries(Object.entries(ageWords).map(([code, word]) => [word, code])),
  },
  region: {
    column: 'nationality',
    values: Object.fromEntries(nationalities.map(({ code, region }) => [code, region])),
  },
}

/** How the generated registers are read, for the tables that are agreed: columns have our names, codes words of their own. */
export function registerMapping(tables: readonly string[] = Object.keys(registerCodes)): string {
  const read = Object.entries(registerCodes).filter(([table]) => tables.includes(table))
  const unread = attributes.filter((name) => !read.some(([, { column }]) => column === name))
  const lines = read.flatMap(([table, { column, values }]) => [
    `  ${table}:`,
    `    column: ${column}`,
    '    values:',
    ...Object.entries(values).map(([value, code]) => `      ${JSON.stringify(value)}: ${code}`),
  ])
  return `${[
    '# How the registers beside this file are read: samentel node import --map mapping.yaml',
    ...(lines.length === 0 ? ['codes: {}'] : ['codes:', ...lines]),
    `ignore: [${unread.join(', ')}]`,
  ].join('\n')}\n`
}
