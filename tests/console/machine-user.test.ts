import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { endianness } from 'node:os'
import { describe, expect, test } from 'vitest'
import { machineUserOf, userInTable } from '../../src/console/machine-user.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:11FA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:11FA 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
   2: 0200007F:D431 0100007F:11FA 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 30 10 -1
   3: 0100007F:D431 0100007F:11FA 01 00000000:00000000 00:00000000 00000000  1007        0 4 1 0 20 4 30 10 -1
`
const table6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:D431 00000000000000000000000001000000:11FA 01 00000000:00000000 00:00000000 00000000  1003        0 5 1 0 20 4 30 10 -1
   1: 0000000000000000FFFF00000100007F:D431 0000000000000000FFFF00000100007F:11FA 01 00000000:00000000 00:00000000 00000000  1004        0 6 1 0 20 4 30 10 -1
`
const ends = (address: string) => ({
  remote: { address, port: 0xd431 },
  local: { address, port: 0x11fa },
})

// The tables are those of such a machine.
describe.runIf(endianness() === 'LE')('the table of connections', () => {
  test('says whose the other end is, not our own, nor one of another address with the same ports', () => {
    expect(userInTable(table, ends('127.0.0.1'))).toBe(1007)
    expect(userInTable(table, ends('::ffff:127.0.0.1'))).toBe(1007)
    const { local } = ends('127.0.0.1')
    expect(userInTable(table, { remote: { address: '127.0.0.2', port: 0xd431 }, local })).toBe(1001)
  })

  test('keeps the two families apart, and knows an address of the one in the other', () => {
    expect(userInTable(table6, ends('::1'))).toBe(1003)
    expect(userInTable(table6, ends('127.0.0.1'))).toBe(1004)
    expect(userInTable(table, ends('::1'))).toBeNull()
  })

  test('knows nothing of what does not stand in it', () => {
    const { remote } = ends('127.0.0.1')
    const local = { address: '127.0.0.1', port: 1 }
    expect(userInTable(table, { remote, local })).toBeNull()
    expect(userInTable('', ends('127.0.0.1'))).toBeNull()
    expect(userInTable(table, ends('no address'))).toBeNull()
  })
})

test('a connection from elsewhere, or none, has no user of this machine', async () => {
  expect(await machineUserOf(null)).toBeNull()
  expect(await machineUserOf(ends('192.0.2.1'))).toBeNull()
})

test.runIf(process.platform === 'linux')('a real connection over loopback is ours', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'string' ? 0 : (address?.port ?? 0)
  const accepted = once(server, 'connection')
  const client = connect(port, '127.0.0.1')
  const [socket] = await accepted
  const remote = { address: socket.remoteAddress, port: socket.remotePort }
  const local = { address: socket.localAddress, port: socket.localPort }
  expect(await machineUserOf({ remote, local })).toBe(process.getuid?.())
  client.destroy()
  socket.destroy()
  server.close()
})
