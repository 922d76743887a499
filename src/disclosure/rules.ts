import { z } from 'zod'
import { Problem } from '../base/problem.ts'

/** Numbers that an agreement fixes and every release states. */
export const disclosureRulesSchema = z
  .strictObject({
    /** Counts below this are withheld. Under 3, a person could compute the other from a total. */
    threshold: z.int().min(3).max(1000),
    /** Counts shown are multiples of this; 1 leaves them exact. */
    roundingBase: z.int().min(1).max(1000),
    /** The threshold of figures by code: what codes say of persons is more sensitive. Absent: the same. */
    stratumThreshold: z.int().min(3).max(1000).optional(),
  })
  // Otherwise a count of T or more could round to below T, and what is shown would be untrue
  .refine((rules) => rules.threshold % rules.roundingBase === 0, {
    message: 'the threshold must be a multiple of the rounding base',
    path: ['roundingBase'],
  })
  .refine(({ stratumThreshold = 0, roundingBase }) => stratumThreshold % roundingBase === 0, {
    message: 'the threshold must be a multiple of the rounding base',
    path: ['stratumThreshold'],
  })
  .refine(({ stratumThreshold, threshold }) => (stratumThreshold ?? threshold) >= threshold, {
    message: 'it must not be below the threshold of all figures',
    path: ['stratumThreshold'],
  })
export type DisclosureRules = z.infer<typeof disclosureRulesSchema>

/** The threshold and base of one figure. */
export function rulesOf(
  {
    threshold,
    roundingBase,
    stratumThreshold = threshold,
  }: Pick<DisclosureRules, 'threshold' | 'roundingBase' | 'stratumThreshold'>,
  { table }: { readonly table: string | null },
): DisclosureRules {
  return { threshold: table === null ? threshold : stratumThreshold, roundingBase }
}

/** @throws Problem `disclosure.rules` naming the setting at fault */
export function parseDisclosureRules(value: unknown): DisclosureRules {
  const parsed = disclosureRulesSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Problem({
    code: 'disclosure.rules',
    what: 'The rules for small counts cannot be used',
    where: `disclosure.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    remedy: 'Agree on a threshold of at least 3 that is a multiple of the rounding base.',
    cause: parsed.error,
  })
}
