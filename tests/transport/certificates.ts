/** Certificates made in the test (RFC 5280, the few fields that TLS clients look at). */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface Issued {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** Its own certificate, in PEM. */
  readonly ca: string
  /** For these names and addresses. */
  issue(names: readonly string[], days?: { readonly from: number; readonly until: number }): Issued
}

const DAY_MS = 24 * 3_600_000
const ECDSA_SHA256 = seq(oid('2a8648ce3d040302'))
const YEAR = { from: -1, until: 365 }

export function makeAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const isCa = seq(oid('551d13'), bool(), octets(seq(bool()))) // basicConstraints, critical
  const own = { issuer: name, signer: privateKey }
  const ca = certificate({ ...own, subject: name, publicKey, extensions: [isCa], days: YEAR })
  return {
    ca,
    issue(names, days = YEAR) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const extensions = [seq(oid('551d11'), octets(seq(...names.map(generalName))))]
      const subject = names[0] ?? ''
      const cert = certificate({ ...own, subject, publicKey: pair.publicKey, extensions, days })
      return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

function certificate(parts: {
  readonly issuer: string
  readonly subject: string
  readonly signer: KeyObject
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
  readonly days: { readonly from: number; readonly until: number }
}): string {
  const { from, until } = parts.days
  const body = seq(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_SHA256,
    commonName(parts.issuer),
    seq(time(from), time(until)),
    commonName(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, seq(...parts.extensions)),
  )
  const signature = sign('sha256', body, parts.signer)
  const der = seq(body, ECDSA_SHA256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function generalName(name: string): Buffer {
  return /^[\d.]+$/.test(name)
    ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
    : tagged(0x82, Buffer.from(name))
}

function commonName(name: string): Buffer {
  return seq(tagged(0x31, seq(oid('550403'), tagged(0x0c, Buffer.from(name)))))
}

function time(days: number): Buffer {
  const at = new Date(Date.now() + days * DAY_MS).toISOString()
  return tagged(0x17, Buffer.from(`${at.slice(2, 19).replace(/\D/g, '')}Z`))
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content)
}

function bool(): Buffer {
  return tagged(0x01, Buffer.of(0xff))
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

function seq(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
