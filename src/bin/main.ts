import { Command } from 'commander'
import { isProblem } from '../base/problem.ts'
import { addAttack } from './attack.ts'
import { addBench } from './bench.ts'
import { addCoordinator } from './coordinator.ts'
import { addDisclose } from './disclose.ts'
import { addEstimate } from './estimate.ts'
import { addMatching } from './matching.ts'
import { addNode } from './node.ts'
import { addQuestions } from './questions.ts'
import { addRehearse } from './rehearse.ts'
import { addRelease } from './release.ts'
import { addSecret } from './secret.ts'
import { addStart } from './start.ts'
import { addViewer } from './viewer.ts'

const program = new Command('samentel')
  .description('Samen tellen: count the persons on many registers, once each, without showing one.')
  .showHelpAfterError('(samentel --help tells more)')

addStart(program)
addRehearse(program)
addCoordinator(program)
addNode(program)
addViewer(program)
addRelease(program)
addQuestions(program)
addSecret(program)
addMatching(program)
addEstimate(program)
addDisclose(program)
addAttack(program)
addBench(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${isProblem(error) ? error.message : faultText(error)}\n`)
  process.exitCode = 1
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
