import { type ServerType, serve } from '@hono/node-server'
import type { Env, Hono } from 'hono'
import { Problem } from '../base/problem.ts'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

/** Serves an app on an address; a port in use is said plainly. */
export function listen<E extends Env>(
  app: Hono<E>,
  address: { readonly host: string; readonly port: number },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const options = { fetch: app.fetch, hostname: address.host, port: address.port }
    const server: ServerType = serve(options, (info) =>
      resolve({ port: info.port, close: () => close(server) }),
    )
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(address, cause)))
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

function cannotListen(
  { host, port }: { host: string; port: number },
  cause: NodeJS.ErrnoException,
): Problem {
  const taken = cause.code === 'EADDRINUSE'
  return new Problem({
    code: taken ? 'port.taken' : 'port.refused',
    what: taken ? 'Another program listens on this port already' : 'This address cannot be used',
    where: `${host}:${port}`,
    remedy: 'Stop that program, or choose another port (--port, or listen.port in the settings).',
    cause,
  })
}
