import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { questions } from './figure.ts'

const ofSchema = z.strictObject({
  question: z.enum(questions),
  year: z.int().nullable(),
  organisation: idSchema.nullable(),
  population: idSchema.nullable(),
  table: idSchema.nullable(),
  code: idSchema.nullable(),
})

/** By what is shown, at least nine tenths of the persons of `whole` are those of `part`. */
export const dominanceSchema = z.strictObject({ part: ofSchema, whole: ofSchema })
export type Dominance = z.infer<typeof dominanceSchema>
