import { type FileHandle, open } from 'node:fs/promises'
import sodium from 'libsodium-wrappers-sumo'
import { z } from 'zod'
import { concatBytes, fromBase64Url, i2osp, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { deriveBytes } from '../crypto/derive.ts'

/** What a backup is sealed with: words that people keep, or 32 bytes in a file. */
export type Lock = { readonly passphrase: string } | { readonly key: Uint8Array }

const MAGIC = 'samentel backup 1\n'
const LENGTH_BYTES = 4
const SALT_BYTES = 16
const KEY_BYTES = 32
const FRAME_BYTES = 64 * 1024
const STREAM_HEADER_BYTES = 24
const MAX_HEADER_BYTES = 1000

/** Argon2id, as RFC 9106 section 4 advises where memory is scarce. */
const PASSES = 3
const MEMORY_BYTES = 64 * 1024 * 1024

const headerSchema = z.discriminatedUnion('lock', [
  z.strictObject({ lock: z.literal('key'), salt: z.string() }),
  z.strictObject({
    lock: z.literal('passphrase'),
    salt: z.string(),
    // Bounded: who alters a file must not make its reader work for ever.
    passes: z.int().min(1).max(20),
    memory: z
      .int()
      .min(8192)
      .max(1024 ** 3),
  }),
])
type Header = z.infer<typeof headerSchema>

/**
 * Writes text to a file that only the lock opens: the secretstream of libsodium, XChaCha20-Poly1305 in
 * frames that cannot be changed, left out, put in another order or cut off unseen.
 */
export async function writeSealed(
  path: string,
  lock: Lock,
  texts: AsyncIterable<string>,
): Promise<void> {
  await sodium.ready
  const header = newHeader(lock)
  const head = utf8(`${MAGIC}${JSON.stringify(header)}\n`)
  const key = keyOf(header, lock)
  const stream = sodium.crypto_secretstream_xchacha20poly1305_init_push(key)
  const file = await open(path, 'wx', 0o600)
  const push = (plain: Uint8Array, last: boolean) => {
    const tag = last
      ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
      : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    const { state } = stream
    const frame = sodium.crypto_secretstream_xchacha20poly1305_push(state, plain, head, tag)
    return file.write(concatBytes(i2osp(frame.length, LENGTH_BYTES), frame))
  }
  try {
    await file.write(concatBytes(head, stream.header))
    for await (const plain of framed(texts)) await push(plain, false)
    await push(new Uint8Array(0), true)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whole frames, the last one shorter. */
async function* framed(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  let length = 0
  for await (const text of texts) {
    pending.push(utf8(text))
    length += pending.at(-1)!.length // just put there
    if (length < FRAME_BYTES) continue
    const bytes = concatBytes(...pending)
    let at = 0
    for (; bytes.length - at >= FRAME_BYTES; at += FRAME_BYTES) {
      yield bytes.subarray(at, at + FRAME_BYTES)
    }
    pending = [bytes.subarray(at)]
    length = bytes.length - at
  }
  if (length > 0) yield concatBytes(...pending)
}

/**
 * The text of a sealed file, line by line. Lines are to be acted on only once all have come: a file that
 * is cut off is known by its end.
 * @throws Problem `backup.unreadable`, `backup.wrong-lock`, `backup.broken`
 */
export async function* readSealed(path: string, lock: Lock): AsyncGenerator<string> {
  await sodium.ready
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  try {
    const { header, head } = await readHeader(file, path)
    const streamHeader = await take(file, STREAM_HEADER_BYTES)
    if (streamHeader.length !== STREAM_HEADER_BYTES) throw broken(path)
    const key = keyOf(header, lock)
    const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(streamHeader, key)
    let first = true
    let rest = ''
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for (;;) {
      const length = await readLength(file, path)
      const frame = await take(file, length)
      if (frame.length !== length) throw broken(path)
      const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(state, frame, head)
      if (!opened) throw first ? wrongLock(path) : broken(path)
      first = false
      const lines = (rest + decoder.decode(opened.message, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
      if (opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) break
    }
    if (rest !== '') throw broken(path)
  } finally {
    await file.close()
  }
}

function newHeader(lock: Lock): Header {
  const salt = toBase64Url(secureRandom(SALT_BYTES))
  if ('key' in lock) return { lock: 'key', salt }
  return { lock: 'passphrase', salt, passes: PASSES, memory: MEMORY_BYTES }
}

function keyOf(header: Header, lock: Lock): Uint8Array {
  const salt = fromBase64Url(header.salt)
  if ('key' in lock && header.lock === 'key') {
    return deriveBytes(lock.key, 'samentel backup v1', [salt], KEY_BYTES)
  }
  if (!('passphrase' in lock) || header.lock !== 'passphrase') throw otherLock(header.lock)
  return sodium.crypto_pwhash(
    KEY_BYTES,
    lock.passphrase.normalize('NFC'),
    salt,
    header.passes,
    header.memory,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  )
}

async function readHeader(file: FileHandle, path: string) {
  const start = new Uint8Array(MAGIC.length + MAX_HEADER_BYTES)
  const { bytesRead } = await file.read(start, 0, start.length, 0)
  const text = new TextDecoder('latin1').decode(start.subarray(0, bytesRead))
  const end = text.indexOf('\n', MAGIC.length)
  if (!text.startsWith(MAGIC) || end < 0) throw unreadable(path)
  const parsed = headerSchema.safeParse(parseJson(text.slice(MAGIC.length, end)))
  if (!parsed.success) throw unreadable(path)
  // From here on reads go on where the one before ended.
  await file.read(new Uint8Array(end + 1), 0, end + 1, null)
  return { header: parsed.data, head: start.slice(0, end + 1) }
}

async function readLength(file: FileHandle, path: string): Promise<number> {
  const bytes = await take(file, LENGTH_BYTES)
  const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const least = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
  if (bytes.length === LENGTH_BYTES && length >= least && length <= FRAME_BYTES + least) {
    return length
  }
  throw broken(path)
}

async function take(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  const { bytesRead } = await file.read(bytes, 0, length, null)
  return bytes.subarray(0, bytesRead)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreadable(path: string, cause?: unknown): Problem {
  return new Problem({
    code: 'backup.unreadable',
    what: 'The file cannot be read as a backup',
    where: path,
    remedy: 'Give a file that samentel node backup wrote, and check that this user may read it.',
    cause,
  })
}

function wrongLock(path: string): Problem {
  return new Problem({
    code: 'backup.wrong-lock',
    what: 'The backup does not open with this passphrase or key file',
    where: path,
    remedy: 'Give the one that it was made with; without it nobody can open it.',
  })
}

function otherLock(lock: Header['lock']): Problem {
  return new Problem({
    code: 'backup.other-lock',
    what: `The backup was made with a ${lock === 'key' ? 'key file' : 'passphrase'}`,
    remedy: lock === 'key' ? 'Give it with --key-file.' : 'Give it with --passphrase-file.',
  })
}

function broken(path: string): Problem {
  return new Problem({
    code: 'backup.broken',
    what: 'The backup is cut off or was changed: nothing of it is restored',
    where: path,
    remedy: 'Fetch the file again, or take the backup before it.',
  })
}
