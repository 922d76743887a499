import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { makeParty } from '../../src/local/party.ts'
import { NodeService } from '../../src/node/service.ts'
import type { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import type { PsiPool } from '../../src/work/pool.ts'
import { sampleAgreement, sampleSlots } from '../round/sample.ts'

it('takes messages anew from a coordinator that has fewer than this node has taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'samentel-service-'))
  const pool: PsiPool = {
    width: 1,
    run: () => Promise.reject(new Error('no work')),
    close: async () => {},
  }
  const log = { info: () => undefined, error: () => undefined }
  const party = await makeParty('police', { folder, engine: await loadSodiumEngine(), pool, log })
  await party.database.stores.settings.set('inbox', '14')
  const agreement = await sampleAgreement()
  const asked: number[] = []
  const client = {
    stream: async () => new Response('data: 1\n\n').body,
    inbox: async (after: number) => {
      asked.push(after)
      return []
    },
    postMessage: async () => undefined,
  } as unknown as CoordinatorClient // what a node without a round asks of it, and no more
  const service = new NodeService({
    ...party,
    self: 'police',
    agreement,
    slots: sampleSlots,
    client,
  })
  service.start()
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await service.stop()
  expect(asked[0]).toBe(0)
  await party.database.close()
  await rm(folder, { recursive: true, force: true })
})
