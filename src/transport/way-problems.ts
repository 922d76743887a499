import { Problem } from '../base/problem.ts'
import { type Place, placeText } from './place.ts'

/** Each names the hop, the place and what the system said of it; never a password of a proxy. */

export function noName(place: Place, to: 'coordinator' | 'proxy', cause: unknown): Problem {
  return new Problem({
    code: 'transport.no-name',
    what: `The name of the ${to} is not known on this machine`,
    where: said(place, cause),
    remedy: `Check ${to} in the settings. Behind a proxy only the proxy may know names outside: then set proxy.`,
    status: 503,
    cause,
  })
}

export function noWay(place: Place, to: 'coordinator' | 'proxy', cause: unknown): Problem {
  return new Problem({
    code: 'transport.unreachable',
    what: `The ${to} does not answer`,
    where: said(place, cause),
    remedy: 'It is tried again by itself. Check the address, the network, and that it runs.',
    status: 503,
    cause,
  })
}

export function noTunnel(
  place: Place,
  refusal: { readonly target: string; readonly status?: number; readonly cause?: unknown },
): Problem {
  const { target, status, cause } = refusal
  const answered = status === undefined ? reason(cause) : `HTTP ${status}`
  return new Problem({
    code: 'transport.proxy-refused',
    what: `The proxy opens no way to ${target}`,
    where: `proxy ${placeText(place)}, ${answered}`,
    remedy:
      status === 407
        ? 'It asks for a name and password: set proxy to http://NAME:PASSWORD@HOST:PORT, or ask who keeps it.'
        : `Ask who keeps the proxy to allow CONNECT to ${target}.`,
    status: 503,
    cause,
  })
}

/** What OpenSSL says when the certificate itself is the fault, and not who signed it. */
const OWN_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED:
    'The certificate has expired: ask the coordinator for a new one; check the clock here too.',
  CERT_NOT_YET_VALID: 'The certificate is not valid yet: check the clock of this machine.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another name: check coordinator in the settings against its certificate.',
}

export function untrusted(place: Place, cause: unknown, ownCa: boolean): Problem {
  const code = codeOf(cause)
  const judged = code !== undefined && /CERT|ISSUER|SIGNATURE|ALTNAME/.test(code)
  const authority = ownCa
    ? 'It is signed by none of the authorities in the file that ca names: ask for the right file.'
    : 'Its authority is not known here: set ca to the file with the certificate of your own authority.'
  return new Problem({
    code: judged ? 'transport.untrusted' : 'transport.no-tls',
    what: judged
      ? 'The certificate of the coordinator is not trusted'
      : 'No encrypted connection to the coordinator can be made',
    where: said(place, cause),
    remedy: judged
      ? (OWN_FAULTS[code] ?? authority)
      : 'Check that a TLS server listens at that address and port, and that nothing on the way cuts it off.',
    status: 503,
    cause,
  })
}

function said(place: Place, cause: unknown): string {
  return `${placeText(place)}, ${reason(cause)}`
}

/** A code of the system or of OpenSSL; its message could repeat what the other side sent. */
function reason(cause: unknown): string {
  return codeOf(cause) ?? 'no answer'
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if (cause instanceof AggregateError && 'code' in cause) return String(cause.code)
  return 'code' in cause ? String(cause.code) : undefined
}
