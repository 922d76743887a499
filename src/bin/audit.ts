import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { isProblem, Problem } from '../base/problem.ts'
import { type LogFile, readLogFile } from '../log/log-file.ts'
import { verifyLog } from '../log/verify-log.ts'
import { exportLog } from '../node/export-log.ts'
import { NodeRounds } from '../node/rounds.ts'
import { homeAt, readAgreement } from '../settings/home.ts'
import { actsText, verdictText } from './audit-text.ts'
import { checkOperatorFiles, writeOperatorFile } from './operator-file.ts'
import { openNode } from './wire.ts'

const exits = { holds: 0, 'does not hold': 1, 'cannot be judged': 2 } as const
const CANNOT = exits['cannot be judged']

interface ExportOptions {
  readonly home: string
  readonly replace?: boolean
}

interface VerifyOptions {
  readonly with?: readonly string[]
  readonly agreement?: string
  readonly agreementFile?: string
  readonly peers?: string
  readonly json?: boolean
}

/** `audit export`, `audit show`, `audit verify`: the log of an organisation's acts. */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('the log of what was done at a node: write it to a file, read it, verify it')
  audit
    .command('export')
    .description('write the log with all signatures under it to one file; it holds no secret')
    .argument('<file>', 'where to write it')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--replace', 'in the place of a file there')
    .action(exportTo)
  audit
    .command('show')
    .description('print its acts: number, time, action, object, result, actor, origin')
    .argument('<file>', 'an exported log')
    .action(async (file: string) => {
      process.stdout.write(actsText(await readLog(file)))
    })
  audit
    .command('verify')
    .description('say offline whether a log holds: exit code 0; not: 1; cannot be judged: 2')
    .argument('<file>', 'an exported log')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : CANNOT))
    .option('--with <file...>', 'logs that other organisations exported: what they saw of this one')
    .option('--agreement <digest>', 'the agreement that you trust, by its digest')
    .option('--agreement-file <file>', 'the agreement that you trust: your own agreement.yaml')
    .option('--peers <folder>', 'public keys of its parties; peers/ beside that file unless told')
    .option('--json', 'the verdict for machines')
    .action(verify)
}

async function exportTo(file: string, { home, replace }: ExportOptions): Promise<void> {
  await checkOperatorFiles([file], { home, replace: replace === true })
  const { parts } = await openNode(home)
  try {
    const lines = await exportLog(parts, new NodeRounds(parts).consents)
    await writeOperatorFile(file, `${lines.join('\n')}\n`, replace === true)
    process.stdout.write(`${file} holds ${lines.filter(isAct).length} acts of ${parts.self}.\n`)
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}

function isAct(line: string): boolean {
  return line.startsWith('{"entry":')
}

async function verify(file: string, options: VerifyOptions): Promise<void> {
  try {
    const log = await readLog(file)
    const trusted = await trustedDigest(options)
    if (trusted !== null && trusted !== log.agreement.digest) throw otherAgreement(log)
    const verdict = await verifyLog(log, await Promise.all((options.with ?? []).map(readLog)))
    const compare = trusted === null ? 'Compare the agreement with the one that you trust.\n' : ''
    const text = `${verdictText(verdict)}${compare}`
    process.stdout.write(options.json === true ? `${JSON.stringify(verdict)}\n` : text)
    process.exitCode = exits[verdict.verdict]
  } catch (error) {
    process.exitCode = CANNOT
    if (!isProblem(error)) throw error
    process.stderr.write(`${error.message}\n`)
  }
}

/** Keys in a file prove nothing by themselves: whoever made it could have made them. */
async function trustedDigest(options: VerifyOptions): Promise<string | null> {
  const { agreement, agreementFile, peers } = options
  if (agreementFile === undefined) return agreement ?? null
  const folder = dirname(agreementFile)
  const home = { ...homeAt(folder, 'node'), agreement: agreementFile }
  return (await readAgreement({ ...home, peers: peers ?? join(folder, 'peers') })).digest
}

async function readLog(file: string): Promise<LogFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'log-file.missing',
      what: 'The exported log is not there or cannot be read',
      where: file,
      remedy: 'Check the path, and that this user may read it.',
      cause,
    })
  })
  return readLogFile(text)
}

function otherAgreement({ agreement }: LogFile): Problem {
  return new Problem({
    code: 'log-file.other-agreement',
    what: 'The log is judged by the keys of another agreement than the one that you trust',
    where: `its digest is ${agreement.digest}`,
    remedy: 'Ask for an export made under that agreement, or give the right one.',
  })
}
