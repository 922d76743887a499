import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Problem } from '../base/problem.ts'
import type { Way } from '../transport/way.ts'
import type { Home } from './home.ts'

/**
 * How this node reaches the coordinator.
 *
 * @throws Problem `settings.ca` where the file with certificates cannot be used; `settings.proxy` where
 *   the name or password in the address of the proxy cannot be read
 */
export async function readWay(
  home: Pick<Home, 'folder' | 'settings'>,
  { proxy, ca }: { readonly proxy?: string | undefined; readonly ca?: string | undefined },
): Promise<Way> {
  return {
    ...(proxy === undefined ? {} : { proxy: readProxy(proxy, home.settings) }),
    ...(ca === undefined ? {} : { ca: await readCa(resolve(home.folder, ca), home.settings) }),
  }
}

/** Its name and password are sent decoded, so each percent sign must begin a code (RFC 3986 2.1). */
function readProxy(text: string, settings: string): URL {
  const proxy = new URL(text)
  try {
    decodeURIComponent(proxy.username)
    decodeURIComponent(proxy.password)
  } catch {
    // Not the cause: it may hold the password.
    throw new Problem({
      code: 'settings.proxy',
      what: 'The name or password in the address of the proxy has a percent sign that begins no code',
      where: `${settings}, key proxy`,
      remedy: 'Write %25 for a percent sign in it, %40 for an at sign and %3A for a colon.',
    })
  }
  return proxy
}

/** The text of a file of certificates, each of which can be read. */
export async function readCa(file: string, settings: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw badCa(file, settings, 'is not there or cannot be read', cause)
  })
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (found.length === 0) throw badCa(file, settings, 'holds no certificate in PEM')
  try {
    for (const one of found) new X509Certificate(one)
  } catch (cause) {
    throw badCa(file, settings, 'holds a certificate that cannot be read', cause)
  }
  return text
}

function badCa(file: string, settings: string, what: string, cause?: unknown): Problem {
  return new Problem({
    code: 'settings.ca',
    what: `The file with certificates that the settings name ${what}`,
    where: `${settings}, key ca, value ${JSON.stringify(file)}`,
    remedy: 'Ask who keeps your network for the certificate of its authority, as a PEM file.',
    cause,
  })
}
