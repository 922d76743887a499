#!/usr/bin/env node
import module from 'node:module'

// Plain JavaScript so that a Node too old for type stripping still gets a sentence, not a stack.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `node.too-old: Samentel needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Start it through npm (npm start, npm run samentel -- …), which brings its own Node 24 on Linux, or install Node 24.\n',
  )
  process.exit(1)
}
// Node keeps the stripped and compiled program between starts; a rehearsal starts some twenty.
module.enableCompileCache()
await import('./main.ts')
