/** `amparo build-id`: the number by which members know the program that this server hands out. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

import { type AddCommand, buildFolder, ensureBuilt, inWords, say } from './command.ts'

export const addBuildId: AddCommand = (program) => {
  program
    .command('build-id')
    .description('the number of the program for members, from its files: SHA-256 of all of them')
    .action(
      inWords(async () => {
        ensureBuilt()
        say(buildId(buildFolder))
      }),
    )
}

/** As `src/service-worker.ts` counts it on a device, with all that it keeps there. */
export const buildId = (folder: string): string => {
  const client = join(folder, 'client')
  const paths = globSync('**/*.*', { cwd: client }).map((path) => `/${path.split(sep).join('/')}`)
  const lines = paths
    .filter((path) => !isBeside(path))
    .map((path) => `${sha256(readFileSync(join(client, path)))}  ${path}`)
  return sha256(lines.toSorted().join('\n'))
}

/** Packed copies, what is fetched when it is needed, and what names the program itself. */
const isBeside = (path: string): boolean =>
  /\.(br|gz|bcmap|pfb|ttf|bin)$/.test(path) || ['/service-worker.js', '/_app/version.json'].includes(path)

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')
