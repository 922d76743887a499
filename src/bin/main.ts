import { Command } from 'commander'
import { isProblem } from '../base/problem.ts'

type Add = (program: Command) => void

/** In the order of the help. Only what is asked for is loaded: that is most of what a short command costs. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  start: async () => (await import('./start.ts')).addStart,
  rehearse: async () => (await import('./rehearse.ts')).addRehearse,
  coordinator: async () => (await import('./coordinator.ts')).addCoordinator,
  node: async () => (await import('./node.ts')).addNode,
  audit: async () => (await import('./audit.ts')).addAudit,
  viewer: async () => (await import('./viewer.ts')).addViewer,
  release: async () => (await import('./release.ts')).addRelease,
  questions: async () => (await import('./questions.ts')).addQuestions,
  secret: async () => (await import('./secret.ts')).addSecret,
  matching: async () => (await import('./matching.ts')).addMatching,
  estimate: async () => (await import('./estimate.ts')).addEstimate,
  disclose: async () => (await import('./disclose.ts')).addDisclose,
  attack: async () => (await import('./attack.ts')).addAttack,
  bench: async () => (await import('./bench.ts')).addBench,
}

const program = new Command('samentel')
  .description('Samen tellen: count the persons on many registers, once each, without showing one.')
  .showHelpAfterError('(samentel --help tells more)')

const asked = process.argv[2] ?? ''
const named = Object.hasOwn(commands, asked) ? commands[asked] : undefined
for (const load of named === undefined ? Object.values(commands) : [named]) (await load())(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${isProblem(error) ? error.message : faultText(error)}\n`)
  // A command may have said already what its failing means.
  process.exitCode ||= 1
}

/** A fault of the program or of the machine: its kind and place, never its message's values. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return `program.fault: Something went wrong (${typeof error}).`
  const code = 'code' in error ? ` ${String(error.code)}` : ''
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? ''
  return (
    `program.fault: Something went wrong that should not (${error.name}${code}${place.trimEnd()}). ` +
    'If no file or folder is at fault, please report this line.'
  )
}
