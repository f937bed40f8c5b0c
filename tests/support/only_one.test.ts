import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { holdOnly, tryToHold } from './only_one.ts'

let path: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  path = join(folder, 'lock')
  return () => rmSync(folder, { recursive: true })
})

const started: (() => void)[] = []
afterEach(() => {
  for (const end of started.splice(0)) end()
})

/** A process that holds it, and does nothing else. */
const another = async () => {
  const module = fileURLToPath(new URL('./only_one.ts', import.meta.url))
  const text = `import { holdOnly } from ${JSON.stringify(module)}
    await holdOnly(process.argv[1])
    console.log('held')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', text, path])
  started.push(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

test('what somebody holds nobody else gets, however long ago they took it', async () => {
  await another()
  const longAgo = new Date(Date.now() - 24 * 60 * 60 * 1000)
  utimesSync(path, longAgo, longAgo)
  expect(tryToHold(path)).toBeNull()
})

test('what was held by somebody who was killed is free at once', async () => {
  const child = await another()
  expect(tryToHold(path)).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const held = tryToHold(path)
  expect(held).not.toBeNull()
  held?.()
})

test('of two in one process one waits for the other', async () => {
  const first = await holdOnly(path)
  let later = false
  const takeLater = async () => {
    const held = await holdOnly(path)
    later = true
    held()
  }
  const second = takeLater()
  expect(tryToHold(path)).toBeNull()
  expect(later).toBe(false)
  first()
  await second
  expect(later).toBe(true)
})
