import type { GroupEngine } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'

/** Every engine, for `describe.each`. */
export const engines: readonly GroupEngine[] = [await loadSodiumEngine(), nobleEngine]
