import { answerDecoders } from './answer-decoders.ts'
import { fileDecoders } from './file-decoders.ts'
import type { Decoder } from './judge.ts'
import { messageDecoders } from './message-decoders.ts'
import { coverDecoders, proofDecoders } from './proof-decoders.ts'
import { rowsDecoders } from './row-decoders.ts'

/** Every decoder of what comes from outside: messages, rows, answers and files. Routes: receivers.test.ts. */
export async function decoders(): Promise<Decoder[]> {
  return [
    ...(await messageDecoders()),
    ...(await rowsDecoders()),
    ...proofDecoders(),
    ...coverDecoders(),
    ...answerDecoders(),
    ...(await fileDecoders()),
  ]
}
