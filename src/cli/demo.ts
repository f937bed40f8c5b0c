/** `amparo demo`: the example organisation on this machine, in a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { secretOffsets } from '#figures/server/offsets.ts'
import { refreshFigures } from '#figures/server/refresh.service.ts'
import { startInstallation, type Installation, type OpenRooms } from '#platform/server/installation.ts'

import {
  buildFolder,
  endWith,
  ensureBuilt,
  explainLost,
  inWords,
  readConfig,
  refuse,
  say,
  type AddCommand,
} from './command.ts'

export type ExampleMember = { readonly name: string; readonly role: string; readonly passphrase: string }
/**
 * Fills an empty installation; it works through the API, as members' devices do. `count` is called when all cases are
 * there, before anything is told of their numbers.
 */
export type LoadExample = (
  installation: Pick<Installation, 'origin' | 'setupLink'> & { readonly count: () => Promise<unknown> },
) => Promise<readonly ExampleMember[]>

export const addDemo =
  (given: { readonly openRooms: OpenRooms; readonly loadExample: LoadExample }): AddCommand =>
  (program) => {
    program
      .command('demo')
      .description('start with the example organisation, for trying out')
      .action(inWords(() => runDemo(given)))
  }

const runDemo = async (given: {
  readonly openRooms: OpenRooms
  readonly loadExample: LoadExample
}): Promise<void> => {
  const wished = readConfig({ PORT: process.env.PORT ?? '' })
  ensureBuilt()
  const port = await freePort(wished.port)
  const dataFolder = mkdtempSync(join(tmpdir(), 'amparo-demo-'))
  // Also at a crash: the folder must not outlive the demo.
  process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true }))
  const origin = `http://localhost:${port}`
  const installation = await startInstallation({
    config: { ...wished, port, dataFolder, origin, publicOrigin: origin, demo: true },
    openRooms: given.openRooms,
    buildFolder,
    // The screen is for the passphrases; only what went wrong is added.
    log: (line) => line.startsWith('fault') && say(line),
    clock: () => new Date(),
    onLost: (words) => say(explainLost(words)),
  })
  endWith(installation.stop)
  const { services, setupLink } = installation
  // The week of a demo begins when its cases are there.
  const offsets = secretOffsets(services.secrets)
  const count = () => refreshFigures({ ...services, offsets }, { early: true })
  say('Amparo loads its example: half a minute, on a slow machine a whole one.')
  const members = await given.loadExample({ origin: installation.origin, setupLink, count })
  await services.openData?.takeIfDue()
  say(`Amparo's example is ready at ${origin}`)
  for (const { name, role, passphrase } of members) say(`  ${name} (${role}): ${passphrase}`)
  say('All but one case of a public source is invented, and everything disappears at Ctrl-C.')
}

/** The wished port, or the next free one. */
const freePort = async (wished: number): Promise<number> => {
  for (let port = wished; port < wished + 100 && port <= 65_535; port++) if (await isFree(port)) return port
  return refuse(`No port from ${wished} to ${wished + 99} is free. Choose another one with PORT.`)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const trial = createServer()
    trial.once('error', () => resolve(false))
    trial.listen(port, '127.0.0.1', () => trial.close(() => resolve(true)))
  })
