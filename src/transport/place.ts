import { isIP } from 'node:net'

export interface Place {
  readonly host: string
  readonly port: number
}

/** Where a URL leads to, its port written out. */
export function placeOf({ protocol, hostname, port }: URL): Place {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) }
}

export function placeText({ host, port }: Place): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}
