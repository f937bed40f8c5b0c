/** The same source gives the same program, byte for byte, in whatever place and at whatever time: so it can be compared. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { buildId } from '../../src/cli/build_id.ts'
import { buildFolder, ensureFreshBuild, program } from '../support/server.ts'

/** Takes a copy of all packages and minutes of every core. */
const isRelease = process.env.AMPARO_FAULTS === 'release'

test.skipIf(!isRelease)(
  'two builds of one source are equal to the last byte',
  { timeout: 900_000 },
  async () => {
    await ensureFreshBuild()
    const place = mkdtempSync(join(tmpdir(), 'amparo-built-again-'))
    try {
      for (const name of [
        'src',
        'static',
        'package.json',
        'package-lock.json',
        'vite.config.ts',
        'tsconfig.json',
      ])
        cpSync(join(program, name), join(place, name), { recursive: true })
      cpSync(join(program, 'node_modules'), join(place, 'node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.includes('node_modules/.'),
      })
      const built = spawnSync(process.execPath, [join(place, 'node_modules/vite/bin/vite.js'), 'build'], {
        cwd: place,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production' },
      })
      expect(built.status, built.stderr).toBe(0)
      expect(hashesIn(join(place, 'build'))).toEqual(hashesIn(buildFolder))
      expect(buildId(join(place, 'build'))).toBe(buildId(buildFolder))
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  },
)

const hashesIn = (folder: string): readonly string[] =>
  globSync('**/*', { cwd: folder })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}`,
    )
    .toSorted()
