import type { z } from 'zod'

/**
 * Why something has a wrong form, in words that repeat nothing of it: the names of fields that nobody
 * knows, and of what stands within a field, are the sender's own.
 */
export function plainIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'its form is wrong'
  const field = issue.path[0]
  const why = issue.code === 'unrecognized_keys' ? 'it has a field too many' : issue.message
  return field === undefined ? why : `${String(field)}: ${why}`
}
