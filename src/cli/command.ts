/** What the commands share: where the program lies, its settings, and an end that leaves nothing running. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Command } from 'commander'

import { explainSettings, parseConfig, type Config } from '#platform/server/config.ts'

/** Each command is a file in this folder that adds itself. */
export type AddCommand = (program: Command) => void

/** Where package.json lies. */
const programFolder = fileURLToPath(new URL('../../', import.meta.url))
export const buildFolder = join(programFolder, 'build')

/** A refusal that is told in words, without a stack. */
export const refuse = (words: string): never => {
  process.stderr.write(`${words}\n`)
  process.exit(1)
}

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export const explainLost = (words: string): string =>
  `PostgreSQL ended by itself and is started again. Its last words: ${words || '(none)'}`

/** The settings of this process, or its end with all that is wrong with them. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const parsed = parseConfig(environment, { cwd: process.cwd() })
  return parsed.ok ? parsed.value : refuse(explainSettings(parsed.error))
}

/** Builds the pages when they are missing: after a checkout without install scripts. */
export const ensureBuilt = (): void => {
  if (existsSync(join(buildFolder, 'handler.js'))) return
  say('Building the pages, once …')
  const vite = join(programFolder, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: programFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (built.status !== 0) refuse('The pages could not be built. Run "npm ci" and try again.')
}

/** Ends gently at the first signal and at once at the second. */
export const endWith = (stop: () => Promise<void>): void => {
  const end = (): void => {
    if (ending) process.exit(1)
    ending = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}

let ending = false

/** Runs a command's work; what was foreseen is told in its words alone, a broken assumption with its stack. */
export const inWords =
  <A extends unknown[]>(work: (...given: A) => Promise<void>) =>
  async (...given: A): Promise<void> => {
    try {
      await work(...given)
    } catch (cause) {
      // Whoever ended it knows why its work was broken off.
      if (ending) return
      if (!(cause instanceof Error) || cause.name !== 'Error') throw cause
      refuse(cause.cause instanceof Error ? `${cause.message} (${cause.cause.message})` : cause.message)
    }
  }
