import { z } from 'zod'
import { Problem } from '../base/problem.ts'

/** Two numbers that an agreement fixes and every release states. */
export const disclosureRulesSchema = z
  .strictObject({
    /** Counts below this are withheld. Under 3, a person could compute the other from a total. */
    threshold: z.int().min(3).max(1000),
    /** Counts shown are multiples of this; 1 leaves them exact. */
    roundingBase: z.int().min(1).max(1000),
  })
  .refine((rules) => rules.threshold % rules.roundingBase === 0, {
    // Otherwise a count of T or more could round to below T, and what is shown would be untrue
    message: 'the threshold must be a multiple of the rounding base',
    path: ['roundingBase'],
  })
export type DisclosureRules = z.infer<typeof disclosureRulesSchema>

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
