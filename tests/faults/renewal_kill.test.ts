/** kill -9 in the middle of a renewal of the secrets, wherever it stands: the next start finds secrets that fit, and nobody is locked out. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { PASSPHRASE, value } from '../support/app.ts'
import {
  type FaultyServer,
  faultyServer,
  seeded,
  sizeOf,
  until,
  writingDesk,
} from '../support/faulty_server.ts'
import { inherited } from '../support/inherited.ts'
import { startAmparo } from '../support/over_http.ts'

const KILLS = sizeOf({ usual: 2, release: 60 })
const dying = fileURLToPath(new URL('../support/renewal.process.ts', import.meta.url))

let server: FaultyServer
beforeEach(async () => {
  server = await faultyServer()
  await server.start()
  await writingDesk(server)
}, 120_000)
afterEach(() => server.end())

const file = (): string => join(server.dataFolder, 'secrets.json')
const covers = (): number =>
  (JSON.parse(readFileSync(file(), 'utf8')) as { readonly covers?: readonly string[] }).covers?.length ?? 0
const renew = () => startAmparo(['renew-secrets'], { AMPARO_DATA: server.dataFolder })
const end = async (): Promise<void> => {
  await server.killServer()
  await until(() => server.postgres().length === 0)
}
const everybodySignsIn = async (): Promise<void> => {
  await server.start()
  value(await server.device().signIn({ name: 'ana', passphrase: PASSPHRASE }))
  await end()
}

test(
  'killed with the file written, in the middle of the rows, or when they hold: the server starts and members sign in',
  { timeout: 300_000 },
  async () => {
    expect(await renew().ended, 'while it runs').toMatchObject({
      code: 1,
      err: expect.stringContaining(`Amparo is running on ${server.dataFolder}. Stop it first`),
    })
    await end()
    const first = readFileSync(file())
    for (const [step, held] of [
      ['added', 1],
      ['changed', 2],
      ['committed', 3],
    ] as const) {
      const child = spawn(process.execPath, [dying, server.dataFolder, step], {
        env: inherited(),
        stdio: 'ignore',
      })
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
      expect(covers()).toBe(held)
      await everybodySignsIn()
    }
    const renewed = readFileSync(file())
    writeFileSync(file(), first)
    await expect(server.start(), 'with the file of before').rejects.toThrow('does not fit the database')
    writeFileSync(file(), renewed)
    const ran = await renew().ended
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toContain('The secrets are renewed, 4 times by now')
    await everybodySignsIn()
  },
)

test(
  'killed at any moment by chance, the server starts and members sign in',
  { timeout: 120_000 + KILLS * 60_000 },
  async () => {
    const chance = seeded('kill -9 of a renewal')
    await end()
    for (let kill = 0; kill < KILLS; kill++) {
      const renewing = renew()
      await Promise.race([wait(chance() * 6_000), renewing.ended])
      renewing.kill()
      await renewing.ended
      await everybodySignsIn()
    }
  },
)
