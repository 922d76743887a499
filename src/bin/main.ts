import { Command } from 'commander'
import { isProblem } from '../base/problem.ts'
import { addBench } from './bench.ts'
import { addCoordinator } from './coordinator.ts'
import { addNode } from './node.ts'
import { addRehearse } from './rehearse.ts'
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
addSecret(program)
addBench(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!isProblem(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
