/** A real HTTP proxy that knows CONNECT alone, as many organisations have one. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ProxyServer {
  readonly port: number
  /** What it was asked to connect to, in order. */
  readonly asked: string[]
  /** Answers every further CONNECT with this status; 200 opens the way. */
  status: number
  /** NAME:PASSWORD that it asks for. */
  login?: string
  /** Breaks every tunnel with a reset. */
  reset(): void
  close(): Promise<void>
}

export async function startProxy(): Promise<ProxyServer> {
  const ways = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, client, head) => {
    const wanted = request.url ?? ''
    proxy.asked.push(wanted)
    const given = request.headers['proxy-authorization']
    const right = `Basic ${Buffer.from(proxy.login ?? '').toString('base64')}`
    const status = proxy.login !== undefined && given !== right ? 407 : proxy.status
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const [host, port] = wanted.split(':')
    const other = connect({ host: host ?? '', port: Number(port) }, () => {
      client.write('HTTP/1.1 200 Go\r\n\r\n')
      other.write(head)
      other.pipe(client).pipe(other)
    })
    for (const end of [client as Socket, other]) {
      ways.add(end)
      end.on('error', () => undefined).on('close', () => ways.delete(end))
    }
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: ProxyServer = {
    port: (server.address() as AddressInfo).port,
    asked: [],
    status: 200,
    reset() {
      for (const way of ways) way.resetAndDestroy()
    },
    async close() {
      for (const way of ways) way.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
