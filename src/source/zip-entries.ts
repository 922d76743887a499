import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { fileProblem } from './export-text.ts'

/** A file within a ZIP archive, by its directory (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packed: number
  /** Bytes when unpacked; 2^32 - 1 where it says that it is more. */
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 65_535
/** No workbook's directory comes near. */
const LARGEST_DIRECTORY = 4_000_000

const inflate = promisify(inflateRaw)

/** The directory of an archive; undefined where it cannot be read as one. Throws `source.missing`, `source.unreadable`. */
export async function zipEntries(path: string): Promise<readonly ZipEntry[] | undefined> {
  return withFile(path, async (file) => {
    const { size } = await file.stat()
    const tail = await bytesAt(
      file,
      Math.max(0, size - END_BYTES - LONGEST_COMMENT),
      END_BYTES + LONGEST_COMMENT,
    )
    let at = tail.length - END_BYTES
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--
    if (at < 0) return undefined
    const length = tail.readUInt32LE(at + 12)
    if (length > LARGEST_DIRECTORY) return undefined
    return entriesOf(await bytesAt(file, tail.readUInt32LE(at + 16), length))
  })
}

/** One small file of an archive, unpacked; undefined where it does not unpack to at most `most` bytes. */
export async function zipText(
  path: string,
  entry: ZipEntry,
  most: number,
): Promise<string | undefined> {
  if (entry.packed > most) return undefined
  return withFile(path, async (file) => {
    const local = await bytesAt(file, entry.offset, LOCAL_BYTES)
    if (local.length < LOCAL_BYTES) return undefined
    // Name and further fields may be longer here than in the directory.
    const start = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
    const packed = await bytesAt(file, start, entry.packed)
    if (entry.method === 0) return packed.toString('utf8')
    return inflate(packed, { maxOutputLength: most }).then(
      (bytes) => bytes.toString('utf8'),
      () => undefined,
    )
  })
}

function entriesOf(directory: Buffer): ZipEntry[] | undefined {
  const entries: ZipEntry[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY) return undefined
    const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, nameEnd),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

async function bytesAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
  return buffer.subarray(0, bytesRead)
}

async function withFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    await using file = await open(path)
    return await read(file)
  } catch (error) {
    throw fileProblem(path, error)
  }
}
