import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { verifyRelease } from '../cosigning/verify-release.ts'
import { parseRelease, type Release } from '../release/release.ts'
import { readAnswer, readBytes, readJson } from '../transport/read-answer.ts'
import { type ViewerParts, viewerApp } from '../viewer/app.ts'
import type { ReleaseReader, Signing } from '../viewer/release-reader.ts'
import type { Truth } from '../viewer/truth.ts'
import { listen } from './listen.ts'
import { makeLog } from './logger.ts'
import { numberOption, portLimits } from './number-option.ts'
import { untilStopped } from './wire.ts'

interface Options {
  readonly coordinator: string
  readonly host: string
  readonly port: string
  readonly rehearsalTruth?: string
}

export function addViewer(program: Command): void {
  program
    .command('viewer')
    .description('serve the published releases as pages; sees nothing else')
    .requiredOption('--coordinator <url>', 'where the releases are fetched')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', '4601')
    .option('--rehearsal-truth <file>', 'exact answers over made-up data, shown beside the release')
    .action(serveViewer)
}

async function serveViewer(options: Options): Promise<void> {
  const log = makeLog('viewer', 'info')
  const parts: ViewerParts = {
    releases: releasesOf(options.coordinator.replace(/\/$/, '')),
    onFault: (error) => log.error('a page met a fault', error),
    ...(options.rehearsalTruth === undefined
      ? {}
      : { truth: await readTruth(options.rehearsalTruth) }),
  }
  const address = { host: options.host, port: numberOption('--port', options.port, portLimits) }
  const listening = await listen(viewerApp(parts), address)
  log.info('serving', { port: listening.port })
  await untilStopped(() => listening.close())
}

const listSchema = z.strictObject({
  releases: z.array(z.strictObject({ id: idSchema, round: idSchema, atMs: z.int() })),
})

/** Releases over HTTP: only what the coordinator has published. */
function releasesOf(base: string): ReleaseReader {
  const get = async (id: string): Promise<Release | undefined> => {
    const response = await fetch(`${base}/v1/releases/${encodeURIComponent(id)}`)
    if (response.status === 404) return undefined
    return parseRelease(await readJson(response))
  }
  return {
    get,
    signing: (id) => signingOf(base, id),
    async list() {
      const response = await fetch(`${base}/v1/releases`)
      const { releases } = await readAnswer(response, listSchema)
      const found = await Promise.all(releases.map(({ id }) => get(id)))
      return found
        .filter((release) => release !== undefined)
        .sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
    },
  }
}

/** Each signature is verified here, by keys of the agreement whose digest the page shows. */
async function signingOf(base: string, id: string): Promise<Signing | undefined> {
  const response = await fetch(`${base}/v1/releases/${encodeURIComponent(id)}/signed`)
  if (!response.ok) return undefined
  const text = new TextDecoder().decode(await readBytes(response))
  const { digest, signed, missing, objected } = await verifyRelease(text)
  return { digest, signed, missing, objected: objected.map(({ party }) => party), text }
}

async function readTruth(file: string): Promise<Truth> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Truth // written by the rehearsal
  } catch (cause) {
    throw new Problem({
      code: 'rehearsal.truth',
      what: 'The file with the exact answers of the rehearsal cannot be read',
      where: file,
      cause,
    })
  }
}
