import { Hono } from 'hono'
import { listen } from './listen.ts'

/** Fails before anything is written or started when a port is in use. */
export async function refuseTakenPorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const probe = await listen(new Hono(), { host: '127.0.0.1', port })
    await probe.close()
  }
}
