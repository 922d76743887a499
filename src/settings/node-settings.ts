import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { consoleSettingsSchema } from './console-settings.ts'
import { sourceSettingsSchema } from './source-settings.ts'

/**
 * True only where every person in every record is made up, as `npm start` writes it. A node without it
 * takes part in no round that leaves the proofs out (protocol/specification.md 4.8).
 */
const rehearsalOnMadeUpPersons = z.boolean().default(false)

/** What may be set for a node; each key is explained in the samples of node-config/. */
export const nodeSettingsSchema = z
  .strictObject({
    version: z.literal(1),
    organisation: idSchema,
    coordinator: z.url({ protocol: /^https?$/ }),
    /** Needed for an http:// address: identities and times of messages are then open to the network. */
    allowPlainHttpForDemo: z.boolean().default(false),
    /** Through which the coordinator is reached: http://HOST:PORT, or http://NAME:PASSWORD@HOST:PORT. */
    proxy: z.url({ protocol: /^http$/ }).optional(),
    /** File with certificates (PEM), relative to the home folder: these authorities and no others. */
    ca: z.string().min(1).optional(),
    database: z.string().default('sqlite:data/node.sqlite'),
    /** Worker threads; 0 is all cores. */
    workers: z.int().min(0).max(256).default(0),
    logLevel: z.enum(['silent', 'error', 'info']).default('info'),
    /** What the role column of the export says, and which population that is. */
    roles: z.record(z.string(), idSchema).default({}),
    rehearsalOnMadeUpPersons,
    /** Records that no import has brought for so long are erased; absent: kept until an import replaces them. */
    retentionDays: z.int().min(1).max(36_500).optional(),
    /** What `node serve` imports by itself, and `node import` without a file. */
    source: sourceSettingsSchema.optional(),
    /** When the organisation is asked before its node takes part in a round. */
    consent: z
      .strictObject({
        rounds: z.enum(['by-agreement', 'ask', 'by-rules']).default('by-agreement'),
        fourEyes: z.boolean().default(false),
      })
      .default({ rounds: 'by-agreement', fourEyes: false }),
    /** Pages for the organisation's own people; absent: `node serve` serves none. */
    console: consoleSettingsSchema.optional(),
  })
  .refine(
    (settings) => settings.coordinator.startsWith('https:') || settings.allowPlainHttpForDemo,
    {
      path: ['coordinator'],
      message: 'an http:// address needs allowPlainHttpForDemo: true; use https:// for real data',
    },
  )
export type NodeSettings = z.infer<typeof nodeSettingsSchema>

export const coordinatorSettingsSchema = z.strictObject({
  version: z.literal(1),
  listen: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: z.int().min(0).max(65_535),
  }),
  database: z.string().default('sqlite:data/coordinator.sqlite'),
  workers: z.int().min(0).max(256).default(0),
  logLevel: z.enum(['silent', 'error', 'info']).default('info'),
  rehearsalOnMadeUpPersons,
})
export type CoordinatorSettings = z.infer<typeof coordinatorSettingsSchema>
