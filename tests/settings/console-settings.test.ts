import { describe, expect, test } from 'vitest'
import { consoleOrigin, consoleSettingsSchema } from '../../src/settings/console-settings.ts'

function refusals(settings: object): string[] {
  const { error } = consoleSettingsSchema.safeParse(settings)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('the settings of the console', () => {
  test('need nothing: it listens on this machine only, under a name that passkeys can have', () => {
    const settings = consoleSettingsSchema.parse({})
    expect(settings.listen).toEqual({ host: '127.0.0.1', port: 4602 })
    expect(consoleOrigin(settings)).toBe('http://localhost:4602')
    expect(settings).toMatchObject({ idleMinutes: 30, signedInHours: 10 })
    expect(consoleOrigin(consoleSettingsSchema.parse({ listen: { port: 5000 } }))).toBe(
      'http://localhost:5000',
    )
  })

  test('give the origin behind a proxy with TLS, from any address', () => {
    const settings = { listen: { host: '10.0.0.5' }, origin: 'https://samentel.example.org/' }
    expect(consoleOrigin(consoleSettingsSchema.parse(settings))).toBe(
      'https://samentel.example.org',
    )
  })

  test.each([
    [
      { listen: { host: '0.0.0.0' } },
      'listen: off this machine the console needs an https:// origin',
    ],
    [{ origin: 'http://samentel.example.org' }, 'origin: use https:// for any name but localhost'],
    [
      { origin: 'http://127.0.0.1:4602' },
      'origin: give a name; a passkey cannot be bound to a number',
    ],
    [{ origin: 'https://[::1]:4602' }, 'origin: give a name'],
    [{ origin: 'https://example.org/console' }, 'origin: give scheme, name and port only'],
    [{ listen: { port: 0 } }, 'listen.port: '],
    [{ signedInHours: 25 }, 'signedInHours: '],
  ])('refuse %j', (settings, told) => {
    expect(refusals(settings).join()).toContain(told)
  })

  test('take an issuer over plain http only where that is said', () => {
    const oidc = { issuer: 'http://issuer.test', clientId: 'x', roleClaim: 'groups' }
    const roles = { operator: ['ict'] }
    expect(refusals({ oidc: { ...oidc, roles } }).join()).toContain('needs allowPlainHttpForDemo')
    expect(refusals({ oidc: { ...oidc, roles, allowPlainHttpForDemo: true } })).toEqual([])
  })
})
