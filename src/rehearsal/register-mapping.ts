import { exploitationCodes } from './exploitation.ts'

/** Name of the mapping file beside the registers. */
export const MAPPING = 'mapping.yaml'

/** How the generated registers are read: columns have our names, codes have words of their own. */
export function registerMapping(): string {
  const values = Object.entries(exploitationCodes).map(
    ([value, code]) => `      ${JSON.stringify(value)}: ${code}`,
  )
  return `${[
    '# How the registers beside this file are read: samentel node import --map mapping.yaml',
    'codes:',
    '  exploitation:',
    '    column: exploitation',
    '    values:',
    ...values,
    '  sex:',
    '    column: sex',
    '    values: { F: female, M: male }',
  ].join('\n')}\n`
}
