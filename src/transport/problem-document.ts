import { z } from 'zod'
import { isProblem, Problem } from '../base/problem.ts'
import { readJson } from './read-answer.ts'

/** One line: it goes to logs and terminals. */
const line = z
  .string()
  .max(2_000)
  .refine((text) => !/\p{Cc}/u.test(text))

/** RFC 9457, by which members that nobody knows are passed over. `type` is the stable code; unknown faults give no detail. */
const documentSchema = z.object({
  type: z.string().regex(/^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,60})*$/),
  title: line,
  status: z.int().min(400).max(599),
  detail: line.optional(),
  instance: line.optional(),
})

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

export function problemDocument(error: unknown): z.infer<typeof documentSchema> {
  if (!isProblem(error)) {
    return { type: 'fault', title: 'The other side has a fault; its log says more', status: 500 }
  }
  return {
    type: error.code,
    title: error.what,
    status: error.status,
    ...(error.remedy === undefined ? {} : { detail: error.remedy }),
    ...(error.where === undefined ? {} : { instance: error.where }),
  }
}

/** Reads a refusal back into the same Problem that the other side met. */
export async function readProblem(response: Response): Promise<Problem> {
  const parsed = documentSchema.safeParse(await readJson(response).catch(() => null))
  if (!parsed.success || parsed.data.type === 'fault') {
    return new Problem({
      code: 'transport.fault',
      what: 'The coordinator answered with a fault',
      where: `HTTP ${response.status}`,
      remedy: 'It is tried again; should it last, ask the coordinator to read its log.',
      status: 503,
    })
  }
  const { type, title, status, detail, instance } = parsed.data
  return new Problem({
    code: type,
    what: title,
    status,
    ...(instance === undefined ? {} : { where: instance }),
    ...(detail === undefined ? {} : { remedy: detail }),
  })
}
