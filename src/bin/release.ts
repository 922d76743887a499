import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { isProblem, Problem } from '../base/problem.ts'
import { type Finding, findingText } from '../cosigning/verdict.ts'
import { verifyRelease } from '../cosigning/verify-release.ts'
import { homeAt, readAgreement } from '../settings/home.ts'
import { readProblem } from '../transport/problem-document.ts'
import { readBytes } from '../transport/read-answer.ts'

const exits = { holds: 0, 'does not hold': 1, 'cannot be judged': 2 } as const
const CANNOT = exits['cannot be judged']

interface VerifyOptions {
  readonly agreement?: string
  readonly agreementFile?: string
  readonly peers?: string
  readonly json?: boolean
}

interface FetchOptions {
  readonly coordinator: string
  readonly id: string
  readonly out?: string
}

/** `release verify`, `release fetch`: for anybody who reads a release; neither needs a key. */
export function addRelease(program: Command): void {
  const release = program
    .command('release')
    .description('fetch a published release, and verify it offline')
    // 1 says that a release does not hold; a wrong word in the command says nothing of any.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : CANNOT))
  release
    .command('fetch')
    .description('fetch a release with the signatures under it')
    .requiredOption('--coordinator <url>', 'where releases are served')
    .requiredOption('--id <id>', 'the round')
    .option('--out <file>', 'where to write it; to standard output unless told')
    .action((options: FetchOptions) => orCannot(() => fetchSigned(options)))
  release
    .command('verify')
    .description('say whether a release holds: exit code 0; does not hold: 1; cannot be judged: 2')
    .argument('<file>', 'the signed release, or the bare release')
    .option('--agreement <digest>', 'the agreement that you trust, by its digest')
    .option('--agreement-file <file>', 'the agreement that you trust: your own agreement.yaml')
    .option('--peers <folder>', 'public keys of its parties; peers/ beside that file unless told')
    .option('--json', 'the finding for machines')
    .action((file: string, options: VerifyOptions) => orCannot(() => verify(file, options)))
}

/** What keeps the command from judging at all must not look like a verdict. */
async function orCannot(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!isProblem(error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = CANNOT
  }
}

async function verify(file: string, options: VerifyOptions): Promise<void> {
  const trusted = await trustedDigest(options)
  const finding = await verifyRelease(await readText(file), trusted)
  const words = `${findingText(finding)}${compareText(finding, trusted)}`
  process.stdout.write(`${options.json === true ? JSON.stringify(finding) : words}\n`)
  process.exitCode = exits[finding.verdict]
}

/** Keys in a file prove nothing by themselves: whoever made it could have made them. */
function compareText({ agreement }: Finding, trusted: string | null): string {
  if (agreement === null || trusted !== null) return ''
  return '\nCompare that with the agreement that you trust, or give its digest with --agreement.'
}

async function trustedDigest(options: VerifyOptions): Promise<string | null> {
  const { agreement, agreementFile, peers } = options
  if (agreementFile === undefined) return agreement ?? null
  const folder = dirname(agreementFile)
  const home = { ...homeAt(folder, 'node'), agreement: agreementFile }
  const { digest } = await readAgreement({ ...home, peers: peers ?? join(folder, 'peers') })
  if (agreement === undefined || agreement === digest) return digest
  throw new Problem({
    code: 'release-file.two-agreements',
    what: 'The agreement file is not the one of the digest that was given with it',
    where: `its digest is ${digest}`,
    remedy: 'Give one of --agreement and --agreement-file.',
  })
}

async function readText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Problem({
      code: 'release-file.unreadable',
      what: 'The release file is not there, cannot be read, or is no text',
      where: file,
      remedy: 'Give a file as the coordinator serves it: the release, or the signed release.',
      cause,
    })
  }
}

async function fetchSigned({ coordinator, id, out }: FetchOptions): Promise<void> {
  const base = coordinator.replace(/\/$/, '')
  const url = `${base}/v1/releases/${encodeURIComponent(id)}/signed`
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Problem({
      code: 'transport.unreachable',
      what: 'The coordinator does not answer',
      where: base,
      remedy: 'Check the address, the network, and that it runs.',
      cause,
    })
  })
  if (!response.ok) throw await readProblem(response)
  const bytes = await readBytes(response)
  if (out === undefined) process.stdout.write(bytes)
  else await writeFile(out, bytes)
}
