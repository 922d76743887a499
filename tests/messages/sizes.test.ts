import { beforeAll, expect, it } from 'vitest'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { type Envelope, openEnvelope, sealEnvelope } from '../../src/messages/envelope.ts'
import { CHUNK_ROWS, type Declaration, declarationSchema } from '../../src/round/batch.ts'

const MAX_BODY_BYTES = 8 * 1024 * 1024
const text = (length: number) => 'A'.repeat(length)
let sender: Identity

beforeAll(async () => {
  const key = await makePrivateKey()
  sender = { id: 'police', publicKey: publicPart(key), signingKey: await importKey(key) }
})

function declared(list: number, rows: number, recipients: number): Declaration {
  const ids = Array.from({ length: recipients }, (_, at) => `evaluator-${at}`)
  return declarationSchema.parse({
    name: `list/care-coordinators-victims-${2000 + list}`,
    rows,
    rowBytes: 32 * 13,
    chunks: Array.from({ length: Math.ceil(rows / CHUNK_ROWS) }, () => text(43)),
    digest: text(43),
    keys: Object.fromEntries(ids.map((id) => [id, text(1558)])),
  })
}

async function sealed(type: string, body: unknown): Promise<string> {
  const envelope: Envelope = {
    ...{ version: 1, type, round: 'spring', binding: text(43) },
    ...{ from: 'police', to: 'coordinator', sequence: 1, body },
  } as Envelope
  return sealEnvelope(sender, envelope)
}

it.each([
  { lists: 40, recipients: 5, rows: 50_000 },
  { lists: 100, recipients: 10, rows: 10_000 },
])(
  'lets $lists lists of $rows rows for $recipients recipients through, also when handed on',
  async (size) => {
    const all = Array.from({ length: size.lists }, (_, at) =>
      declared(at, size.rows, size.recipients),
    )
    const together = await sealed('lists.declare', { batches: all })
    const alone = await Promise.all(all.map((one) => sealed('lists.declare', { batches: [one] })))
    const handedOn = [
      await sealed('roster.proposed', { statements: [together] }),
      await sealed('roster.proposed', { statements: alone }),
    ]
    for (const message of [together, ...handedOn]) {
      await expect(openEnvelope(message, () => sender.publicKey)).resolves.toBeDefined()
      expect(message.length).toBeLessThan(MAX_BODY_BYTES)
    }
  },
)
