import { readFile } from 'node:fs/promises'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { endianness } from 'node:os'

export interface End {
  readonly address: string
  readonly port: number
}

/** The two ends of a connection, as the end that answers sees them. */
export interface Ends {
  readonly remote: End
  readonly local: End
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/**
 * Number of the user of this machine who made a connection to it over loopback; null where it came from
 * elsewhere, or where the system does not tell (anything but Linux). A session stays with the user who
 * began it: cookies are not kept apart by port, so another user's program can come by one.
 */
export async function machineUserOf(ends: Ends | null): Promise<number | null> {
  if (ends === null || !isLoopback(ends.remote.address)) return null
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '')
    const user = userInTable(text, ends)
    if (user !== null) return user
  }
  return null
}

/**
 * Reads a table of proc(5), /proc/net/tcp: the row of the other end says whose it is. Both ends count
 * whole: a row of another address with the same ports may be somebody else's.
 */
export function userInTable(text: string, { remote, local }: Ends): number | null {
  const [owns, others] = [endsIn(remote), endsIn(local)]
  for (const line of text.split('\n').slice(1)) {
    const [, own = '', other = '', , , , , user = ''] = line.trim().split(/\s+/)
    if (owns.includes(own) && others.includes(other) && /^\d+$/.test(user)) return Number(user)
  }
  return null
}

function isLoopback(address: string): boolean {
  const plain = withoutMapping(address)
  return loopback.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
}

/** `::ffff:127.0.0.1` is how a socket for both families tells an address of the older one. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '')
}

/** An end as either table may write it: `0100007F:1234`. */
function endsIn({ address, port }: End): string[] {
  const plain = withoutMapping(address)
  const texts = isIPv4(plain)
    ? [
        wordText(bytesOf(plain)),
        `${'0'.repeat(16)}${wordText([0, 0, 255, 255])}${wordText(bytesOf(plain))}`,
      ]
    : isIPv6(plain)
      ? [ipv6Text(plain)]
      : []
  const portText = port.toString(16).toUpperCase().padStart(4, '0')
  return texts.map((text) => `${text}:${portText}`)
}

function bytesOf(address: string): number[] {
  return address.split('.').map(Number)
}

/** Loopback has the one address of this family. */
function ipv6Text(address: string): string {
  return address === '::1' ? `${'0'.repeat(24)}${wordText([0, 0, 0, 1])}` : ''
}

/** Four bytes as the kernel prints the word that they are in its memory. */
function wordText(bytes: readonly number[]): string {
  const ordered = endianness() === 'LE' ? [...bytes].reverse() : bytes
  return ordered.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
}
