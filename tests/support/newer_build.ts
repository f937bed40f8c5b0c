/**
 * The built pages as a later release would have them, without building twice: every file of the program bears another
 * name, in every place that names it, so nothing of the one fits into the other.
 */
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { buildFolder, ensureFreshBuild, program } from './server.ts'

export type NewerBuild = {
  readonly folder: string
  /** Whether a file of that name is of the newer program. */
  readonly has: (file: string) => boolean
  readonly remove: () => void
}

/** The hash in the name of a file that never changes under its name. */
const HASHED = /[\w-]{8}(?=\.(?:js|css|wasm|bin|bcmap|pfb|ttf)\b)/g
/** What the list of files tells of their content, and of packed copies. */
const TOLD = /(?<=\\"etag\\":\\")[\w-]+|,\\"(?:gz|br)\\":\d+/g

export const makeNewerBuild = async (): Promise<NewerBuild> => {
  await ensureFreshBuild()
  // Inside of `node_modules`, where what was built finds the packages it imports.
  const home = mkdtempSync(join(program, 'node_modules', '.amparo-newer-'))
  const folder = join(home, 'build')
  cpSync(buildFolder, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) })
  symlinkSync(join(program, 'src'), join(home, 'src'))
  const files = globSync('client/_app/immutable/**/*.*', { cwd: folder })
  const newerByHash = new Map(
    files.flatMap((file) =>
      (basename(file).match(HASHED) ?? []).map((hash) => [hash, another(hash)] as const),
    ),
  )
  const { version } = JSON.parse(readFileSync(join(folder, 'client/_app/version.json'), 'utf8')) as {
    readonly version: string
  }
  const renamed = (text: string): string =>
    text
      .replaceAll(HASHED, (hash) => newerByHash.get(hash) ?? hash)
      .replaceAll(version, another(version))
      .replaceAll(TOLD, (told) => (told.startsWith(',') ? '' : another(told)))
  for (const file of globSync('**/*.{js,css,json}', { cwd: folder })) {
    const path = join(folder, file)
    if (statSync(path).isFile()) writeFileSync(path, renamed(readFileSync(path, 'utf8')))
  }
  for (const file of files)
    renameSync(join(folder, file), join(folder, dirname(file), renamed(basename(file))))
  const names = new Set(files.map((file) => renamed(basename(file))))
  return {
    folder,
    has: (file) => names.has(basename(file)),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** As long as it was. */
const another = (text: string): string => [...text].toReversed().join('')
