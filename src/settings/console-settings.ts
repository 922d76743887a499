import { z } from 'zod'

const DEFAULT_PORT = 4602
const loopback = ['127.0.0.1', '::1', 'localhost']

const texts = z.array(z.string().min(1)).default([])

/** The organisation's own sign-in (OpenID Connect). */
const oidcSchema = z
  .strictObject({
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    /** Below the home folder; absent for a client without a secret. */
    clientSecretFile: z.string().min(1).optional(),
    /** Whether the issuer is reached through the proxy of the settings, as the coordinator is. */
    viaProxy: z.boolean().default(false),
    scopes: z.array(z.string().min(1)).default(['openid', 'profile']),
    /** How the console names a person. */
    nameClaim: z.string().min(1).default('preferred_username'),
    /** Where the issuer says which groups a person is in: one text, or a list of them. */
    roleClaim: z.string().min(1),
    /** Values of that claim, by role; who has none of them may not enter. */
    roles: z.strictObject({ operator: texts, 'privacy-officer': texts, auditor: texts }),
    allowPlainHttpForDemo: z.boolean().default(false),
  })
  .refine(({ issuer, allowPlainHttpForDemo }) => /^https:/.test(issuer) || allowPlainHttpForDemo, {
    path: ['issuer'],
    message: 'an http:// address needs allowPlainHttpForDemo: true; use https://',
  })
export type OidcSettings = z.infer<typeof oidcSchema>

/** The console of a node, for its organisation's own people; explained in node-config/police.yaml. */
export const consoleSettingsSchema = z
  .strictObject({
    listen: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.int().min(1).max(65_535).default(DEFAULT_PORT),
      })
      .default({ host: '127.0.0.1', port: DEFAULT_PORT }),
    /** Where browsers find it; http://localhost:PORT unless told. */
    origin: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/$/, ''))
      .optional(),
    /** Minutes without a request after which somebody is signed out. */
    idleMinutes: z
      .int()
      .min(1)
      .max(24 * 60)
      .default(30),
    /** Hours after which somebody is signed out however busy. */
    signedInHours: z.int().min(1).max(24).default(10),
    /** Days after which an import is old, so that the overview says so. */
    importAgeDays: z.int().min(1).max(1000).default(31),
    oidc: oidcSchema.optional(),
  })
  .superRefine((settings, context) => {
    for (const [path, message] of faults(settings)) {
      context.addIssue({ code: 'custom', path: [path], message })
    }
  })
export type ConsoleSettings = z.infer<typeof consoleSettingsSchema>

function faults(settings: { listen: { host: string }; origin?: string | undefined }) {
  const found: [string, string][] = []
  const { listen, origin } = settings
  const url = origin === undefined ? null : new URL(origin)
  if (url !== null && url.origin !== origin) {
    found.push(['origin', 'give scheme, name and port only, without a path'])
  }
  // A passkey is bound to a name; an address is none (WebAuthn level 3, 5.1.3).
  if (url !== null && /^(\[|\d+(\.\d+){3}$)/.test(url.hostname)) {
    found.push(['origin', 'give a name; a passkey cannot be bound to a number'])
  }
  if (url?.protocol === 'http:' && url.hostname !== 'localhost') {
    found.push(['origin', 'use https:// for any name but localhost'])
  }
  if (!loopback.includes(listen.host) && url?.protocol !== 'https:') {
    found.push([
      'listen',
      'off this machine the console needs an https:// origin: a proxy with TLS',
    ])
  }
  return found
}

/** Scheme, name and port under which browsers find it. */
export function consoleOrigin({ origin, listen }: ConsoleSettings): string {
  return origin ?? `http://localhost:${listen.port}`
}
