import fc from 'fast-check'
import { ROUND } from '../attacks/world.ts'
import { CANARY } from './edits.ts'

/** Addresses and queries that the coordinator does not have, or not in this form. */
export const oddPaths = fc.oneof(
  fc.constantFrom(
    ...['/v1/health/', '/v1', '/', '//', '/v1/rounds/', `/v1/rounds/${encodeURIComponent(CANARY)}`],
    ...[
      '/v1/rounds/__proto__',
      '/v1/rounds/constructor',
      '/v1/rounds/%ff',
      '/v1/rounds/..%2f..%2fx',
    ],
    ...[
      '/v1/releases/%00',
      `/v1/releases/${encodeURIComponent(CANARY)}`,
      '/v1/releases/constructor',
    ],
    ...[
      '/v1/inbox',
      '/v1/inbox?after=-1&wait=0',
      '/v1/inbox?after=1e3&wait=0',
      '/v1/inbox?after=&wait=',
    ],
    ...[
      '/v1/inbox?after=0&wait=0&wait=0',
      '/v1/inbox?after=0x1&wait=0',
      '/v1/inbox?after=0&wait=0&x=1',
    ],
    ...['/v1/inbox?after=99999999999999999999&wait=0', '/v1/stream/x', '/v1/agreement', '/%7Bx%7D'],
    ...[
      'batch=mix/1&chunk=-1',
      'batch=mix/1&chunk=',
      'batch=mix/1&chunk=1.5',
      'chunk=0',
      'batch=',
    ].map((query) => `/v1/chunks/${ROUND}?${query}`),
    ...[
      '__proto__',
      'constructor',
      'list/x',
      'proof/link',
      'open/persons/99',
      CANARY,
      'mix/1\u0000',
    ].map((batch) => `/v1/chunks/${ROUND}?batch=${encodeURIComponent(batch)}&chunk=0`),
    ...['winter', CANARY, '__proto__', '%ff'].map(
      (round) => `/v1/chunks/${encodeURIComponent(round)}?batch=mix/1&chunk=0`,
    ),
  ),
  fc.webPath(),
)
