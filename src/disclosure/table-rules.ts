/**
 * How one overlap table may be told: the rules of `samentel disclose`, from a file or as they are by
 * default. Assumes nothing of the file. Reveals nothing; every rule but the key of the noise is
 * printed in the release.
 */
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import type { TableFile } from '../overlap/table-file.ts'
import { disclosureModes } from '../release/table-release.ts'

const nameSchema = z.string().min(1).max(100)
const countSchema = z.int().min(0).max(1000)
/** At most three decimals: sums of a budget stay exact, in thousandths. */
const epsilonSchema = z
  .number()
  .min(0.001)
  .max(10)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-9, {
    message: 'at most three decimals',
  })

const rulesSchema = z.strictObject({
  mode: z
    .enum(disclosureModes, { message: `use ${disclosureModes.join(', ')}` })
    .default('rounding'),
  threshold: z.int().min(3).max(1000).default(5),
  stratumThreshold: z.int().min(3).max(1000).default(10),
  roundingBase: z.int().min(1).max(1000).default(5),
  leastPersons: countSchema.default(30),
  leastMultiList: countSchema.default(10),
  leastNewPersons: countSchema.default(10),
  /** Every release of the register has all persons of the one before, on the same lists. */
  cumulative: z.boolean().default(false),
  /** Absent: one hierarchy of all attributes, in the order of the table. */
  strata: z.array(z.array(nameSchema).min(1).max(4)).max(6).optional(),
  /** Values told by name, per attribute; absent: all that the table has. */
  values: z.record(nameSchema, z.array(nameSchema).min(1).max(100)).default({}),
  cellkey: z.strictObject({ keyFile: z.string().min(1) }).optional(),
  dp: z
    .strictObject({
      epsilon: epsilonSchema,
      budget: epsilonSchema.default(1),
      year: z.int().min(1900).max(2200),
    })
    .optional(),
})
export type TableRules = z.output<typeof rulesSchema>

/** Every setting has a default, but what a mode needs. */
export const tableRulesFileSchema: z.ZodType<TableRules> = rulesSchema.superRefine(
  (rules, context) => {
    for (const { path, message } of contradictions(rules)) {
      context.addIssue({ code: 'custom', path, message })
    }
  },
)

export const defaultTableRules: TableRules = tableRulesFileSchema.parse({})

interface Contradiction {
  readonly path: string[]
  readonly message: string
}

function contradictions(rules: TableRules): Contradiction[] {
  const { mode, threshold, stratumThreshold, roundingBase, cellkey, dp } = rules
  const against: readonly (readonly [boolean, string, string])[] = [
    // Otherwise a count of T or more could round to below T, and what is shown would be untrue
    [threshold % roundingBase !== 0, 'threshold', 'must be a multiple of roundingBase'],
    [
      stratumThreshold % roundingBase !== 0,
      'stratumThreshold',
      'must be a multiple of roundingBase',
    ],
    [stratumThreshold < threshold, 'stratumThreshold', 'must not be below threshold'],
    [mode === 'cellkey' && cellkey === undefined, 'cellkey', 'mode cellkey needs a keyFile'],
    [mode !== 'cellkey' && cellkey !== undefined, 'cellkey', 'is of mode cellkey only'],
    [mode === 'dp' && dp === undefined, 'dp', 'mode dp needs epsilon and year'],
    [mode !== 'dp' && dp !== undefined, 'dp', 'is of mode dp only'],
    [dp !== undefined && dp.epsilon > dp.budget, 'dp', 'epsilon must not be above budget'],
  ]
  return [
    ...against
      .filter(([fails]) => fails)
      .map(([, setting, message]) => ({ path: [setting], message })),
    ...strataContradictions(rules),
  ]
}

function strataContradictions({
  mode,
  strata,
  values,
}: Pick<TableRules, 'mode' | 'strata' | 'values'>): Contradiction[] {
  const hierarchies = strata ?? []
  const message = (path: string, text: string) => ({ path: [path], message: text })
  const twice = hierarchies.some((one) => new Set(one).size < one.length)
  const sets = new Map<string, string>()
  const crossed = hierarchies.some((one) =>
    one.some((_, at) => {
      const part = one.slice(0, at + 1)
      const key = JSON.stringify([...part].sort())
      const other = sets.get(key) ?? JSON.stringify(part)
      sets.set(key, other)
      return other !== JSON.stringify(part)
    }),
  )
  const again = Object.values(values).some((one) => new Set(one).size < one.length)
  const keys = hierarchies.map((one) => JSON.stringify(one))
  const open = hierarchies.flat().find((attribute) => values[attribute] === undefined)
  return [
    ...(twice ? [message('strata', 'one hierarchy names an attribute twice')] : []),
    ...(new Set(keys).size < keys.length ? [message('strata', 'a hierarchy is named twice')] : []),
    // The rest of one order would be named like the rest of the other, and be other persons
    ...(crossed
      ? [message('strata', 'two hierarchies have the same attributes in another order')]
      : []),
    ...(again ? [message('values', 'a value is named twice')] : []),
    // What strata there are would itself say something of the persons
    ...(mode === 'dp' && hierarchies.length > 1
      ? [message('strata', 'mode dp knows one hierarchy: disjoint strata share the budget')]
      : []),
    ...(mode === 'dp' && open !== undefined
      ? [
          message(
            'values',
            `mode dp needs the values of ${open}: what is found would tell of persons`,
          ),
        ]
      : []),
  ]
}

/**
 * The hierarchies of strata for this table.
 * @throws Problem `disclosure.attribute-unknown` for an attribute that the table does not have
 */
export function hierarchiesOf(rules: TableRules, table: TableFile): readonly (readonly string[])[] {
  const named = [...(rules.strata ?? []).flat(), ...Object.keys(rules.values)]
  const unknown = named.find((attribute) => !table.attributes.includes(attribute))
  if (unknown !== undefined) {
    throw new Problem({
      code: 'disclosure.attribute-unknown',
      what: 'The rules name an attribute that the table does not have',
      where: `strata or values: ${unknown}`,
      remedy: 'Name attributes as the cells of the table do.',
    })
  }
  if (rules.strata !== undefined) return rules.strata
  // Without values told, strata of mode dp would depend on the persons
  if (rules.mode === 'dp' && table.attributes.some((one) => rules.values[one] === undefined))
    return []
  return table.attributes.length === 0 ? [] : [table.attributes]
}
