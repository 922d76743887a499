import { expect, it } from 'vitest'
import { unitText } from '../../src/bin/node-unit.ts'

const paths = { node: '/usr/bin/node', program: '/opt/samentel/src/bin/samentel.mjs' }

it('serves the folder with fewer rights than its user has, and never with more', () => {
  const unit = unitText({ ...paths, home: '/home/node/samentel' })
  expect(unit).toContain(
    'ExecStart="/usr/bin/node" "--max-semi-space-size=8" "/opt/samentel/src/bin/samentel.mjs" "node" "serve" "--home" "/home/node/samentel"\n',
  )
  for (const line of ['NoNewPrivileges=yes', 'UMask=0077', 'SystemCallFilter=@system-service']) {
    expect(unit).toContain(`\n${line}\n`)
  }
  expect(unit).not.toMatch(/^(User|Group|AmbientCapabilities)=/m)
})

it('quotes a path so that systemd reads it as it is', () => {
  const unit = unitText({ ...paths, home: '/home/a b/50%/$x/"q"/b\\s' })
  expect(unit).toContain('"--home" "/home/a b/50%%/$$x/\\"q\\"/b\\\\s"\n')
  expect(() => unitText({ ...paths, home: '/home/a\nExecStart=/bin/sh' })).toThrow('unit.path')
})
