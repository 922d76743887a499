import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkOperatorFiles, writeOperatorFile } from '../../src/bin/operator-file.ts'

let folder = ''
let home = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operator-'))
  home = join(folder, 'home')
  await mkdir(join(home, 'data'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const check = (file: string, replace = false) => checkOperatorFiles([file], { home, replace })

it('takes a new name in a folder that is there', async () => {
  await expect(check(join(folder, 'review.csv'))).resolves.toBeUndefined()
  await expect(check(join(folder, 'none', 'review.csv'))).rejects.toThrow('file.folder')
})

it('takes a name that is there only when told to replace it', async () => {
  const file = join(folder, 'review.csv')
  await writeFile(file, 'mine')
  await expect(check(file)).rejects.toThrow('file.exists')
  await expect(check(file, true)).resolves.toBeUndefined()
})

it('takes no name in a home folder or in the program, by whatever way', async () => {
  const back = join(folder, 'back')
  await symlink(join(home, 'data'), back)
  for (const file of [
    join(home, 'review.csv'),
    join(home, 'data', 'review.csv'),
    join(back, 'review.csv'),
    join(import.meta.dirname, '..', '..', 'review.csv'),
    join(import.meta.dirname, '..', '..', 'src', 'viewer', 'review.csv'),
  ]) {
    await expect(check(file, true), file).rejects.toThrow('file.place')
  }
})

it('takes no name twice, by whatever way, also when told to replace', async () => {
  const [file, back] = [join(folder, 'review.csv'), join(folder, 'back')]
  await symlink(folder, back)
  for (const same of [file, join(home, '..', 'review.csv'), join(back, 'review.csv')]) {
    const both = checkOperatorFiles([file, same], { home, replace: true })
    await expect(both, same).rejects.toThrow(
      `file.twice: One file is named for two outputs; the second would go over the first (${same})`,
    )
  }
  const apart = checkOperatorFiles([file, join(folder, 'report.txt')], { home, replace: false })
  await expect(apart).resolves.toBeUndefined()
})

it('leaves it to who opens a home folder to say that it is not there', async () => {
  const none = { home: join(folder, 'none'), replace: false }
  await expect(checkOperatorFiles([join(folder, 'review.csv')], none)).resolves.toBeUndefined()
})

it('writes for its owner alone, also in the place of an open file, and over nothing unasked', async () => {
  const file = join(folder, 'review.csv')
  await writeOperatorFile(file, 'one', false)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(writeOperatorFile(file, 'two', false)).rejects.toThrow('EEXIST')
  await chmod(file, 0o644)
  await writeOperatorFile(file, 'three', true)
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777]).toEqual(['three', 0o600])
})
