/** However many rows there are, a backup and a restore hold no more of them than a piece or two. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, expect, test } from 'vitest'

import { newFolder, testSecretsFile } from '../support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { inherited } from '../support/inherited.ts'

const amparo = fileURLToPath(new URL('../../src/cli/amparo.ts', import.meta.url))
const started: TestDatabase[] = []
afterAll(async () => {
  for (const database of started) await database.drop()
})
const databaseWith = async (rows: number): Promise<TestDatabase> => {
  const database = await createTestDatabase()
  started.push(database)
  await asSuperuser(database, (client) =>
    client.query(
      `insert into amparo.told select 'p', 'l', 'TJ', i::text, repeat('x', 300), 5, 5, 5, '2026-01-01'
       from generate_series(1, $1::int) i`,
      [rows],
    ),
  )
  return database
}

/** Megabytes that the process held at most. */
const peakOf = async (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> => {
  const child = spawn(process.execPath, [amparo, ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  const timer = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid}/status`, { encoding: 'utf8', flag: 'r' })
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }, 20)
  child.once('exit', () => clearInterval(timer))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(code).toBe(0)
  return peak
}

test.skipIf(!existsSync('/proc/self/status'))(
  'three times the rows, 90 MB more of them, cost no more memory, there and back',
  async () => {
    const home = newFolder()
    writeFileSync(join(home, 'secrets.json'), testSecretsFile, { mode: 0o600 })
    const peaks: { backup: number; restore: number }[] = []
    // The fewer are as many as it takes until what waits for the collector has come and gone.
    for (const rows of [150_000, 450_000]) {
      const full = await databaseWith(rows)
      const folder = newFolder()
      const from = { DATABASE_URL: full.url, AMPARO_DATA: home }
      const backup = await peakOf(['backup', '--to', folder, '--without-secrets'], from)
      const empty = await createTestDatabase({ empty: true })
      started.push(empty)
      const file = join(folder, readdirSync(folder)[0] ?? '')
      const restore = await peakOf(['restore', file], { ...from, DATABASE_URL: empty.url })
      peaks.push({ backup, restore })
    }
    const [few, many] = peaks
    // What waits for the collector comes and goes.
    expect(many!.backup - few!.backup).toBeLessThan(40)
    expect(many!.restore - few!.restore).toBeLessThan(40)
  },
  120_000,
)
