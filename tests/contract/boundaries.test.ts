/**
 * The arrows between rooms hold, and every guard bites: faults are planted in a copy of the source, one for each rule
 * of .dependency-cruiser.cjs, for the core's own tsconfig and for SvelteKit's guard of server folders.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, expect, test, vi } from 'vitest'

const program = fileURLToPath(new URL('../../', import.meta.url))
const configs = [
  'package.json',
  'tsconfig.json',
  'tsconfig.core.json',
  'vite.config.ts',
  '.dependency-cruiser.cjs',
]

// Building and cruising a whole source tree takes its time where two cores are shared.
vi.setConfig({ testTimeout: 120_000 })

type Violation = { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }

/** Rule → the file where its fault is planted, and what that file says. */
const faults: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'no-cycles': ['src/cases/core/planted_cycle.ts', `import './planted_cycle_back.ts'`],
  resolvable: ['src/cases/core/planted_nowhere.ts', `import '#cases/core/nowhere.ts'`],
  'core-knows-core': ['src/cases/core/planted_core.ts', `import '#platform/client/api.ts'`],
  'core-is-pure': ['src/cases/core/planted_pure.ts', `import 'idb'`],
  'kernel-knows-itself': ['src/kernel/core/planted_kernel.ts', `import '#cases/core/terms.ts'`],
  'languages-know-no-room': ['src/languages/planted_languages.ts', `import '#members/client/views.ts'`],
  'server-arrows': ['src/cases/server/planted_server.ts', `import '#members/server/desk.store.ts'`],
  'platform-knows-no-room': [
    'src/platform/server/planted_platform.ts',
    `import '#cases/server/case.service.ts'`,
  ],
  'client-arrows': ['src/members/client/planted_client.ts', `import '#cases/client/registry.ts'`],
  'ui-arrows': ['src/members/ui/planted_ui.ts', `import '#cases/server/case.service.ts'`],
  'ui-sees-types-of-clients': ['src/members/ui/planted_code.ts', `import '#members/client/gate.ts'`],
  'vault-behind-the-worker': ['src/members/ui/planted_vault.ts', `import '#vault/core/v1/parts.ts'`],
  'routes-are-thin': ['src/routes/desk/planted/+page.ts', `import '#cases/server/case.store.ts'`],
  'nothing-knows-the-roots': [
    'src/members/client/planted_root.ts',
    `import '#platform/client/create_workbench.ts'`,
  ],
  'cryptography-in-the-vault': ['src/members/client/planted_crypto.ts', `import 'age-encryption'`],
  'node-crypto-on-the-server': ['src/members/server/planted_crypto.service.ts', `import 'node:crypto'`],
  'sql-in-stores': ['src/cases/server/planted_sql.service.ts', `import 'kysely'`],
  'devices-without-node': ['src/cases/client/planted_node.ts', `import 'node:fs'`],
  'shipped-without-dev': ['src/cases/server/planted_dev.service.ts', `import 'fast-check'`],
  'tests-stay-tests': ['src/cases/server/planted_test.service.ts', `import '#cases/core/testing.ts'`],
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

test('no file breaks an arrow, and a planted fault is found for every rule', () => {
  const folder = copyOfTheSource(['src', 'tests/support'])
  plant(folder, 'src/cases/core/planted_cycle_back.ts', `import './planted_cycle.ts'`)
  for (const [file, text] of Object.values(faults)) plant(folder, file, text)

  const found = violations(folder)
  const planted = found.filter((violation) => violation.from.includes('planted'))
  expect(found.filter((violation) => !planted.includes(violation)).map(sentence)).toEqual([])
  for (const [rule, [file]] of Object.entries(faults)) {
    expect(
      planted.some((one) => one.rule.name === rule && one.from.startsWith(stem(file))),
      `${rule} does not bite`,
    ).toBe(true)
  }
})

test('every rule has its planted fault', () => {
  const { forbidden } = createRequire(import.meta.url)(join(program, '.dependency-cruiser.cjs')) as {
    readonly forbidden: readonly { readonly name: string }[]
  }
  expect(Object.keys(faults).toSorted()).toEqual(forbidden.map((rule) => rule.name).toSorted())
})

test('the core compiles neither with a browser nor with Node', () => {
  const folder = copyOfTheSource(globSync('src/*/core', { cwd: program }))
  const types = (): string =>
    run(folder, '@typescript/native/bin/tsc', '--noEmit', '-p', 'tsconfig.core.json')
  expect(types()).toBe('')

  plant(folder, 'src/cases/core/planted_dom.ts', 'export const width = window.innerWidth')
  plant(folder, 'src/cases/core/planted_node.ts', 'export const port = process.env')
  expect(types()).toContain("Cannot find name 'window'")
  expect(types()).toContain("Cannot find name 'process'")
})

test('a page that imports from a server folder is not built', () => {
  const folder = copyOfTheSource([
    'src/app.html',
    'src/platform/client/trusted_addresses.ts',
    'src/platform/server/log.ts',
  ])
  plant(folder, 'src/routes/+page.svelte', '<h1>Amparo</h1>')
  const build = (): string => run(folder, 'vite/bin/vite.js', 'build')
  expect(build()).toContain('✔ done')

  plant(
    folder,
    'src/routes/+page.svelte',
    `<script>import * as log from '#platform/server/log.ts'</script>{log.x}`,
  )
  expect(build()).toMatch(/Cannot import `\S*platform\/server\/log\.ts` into code that runs in the browser/)
})

test('only the vault touches the cryptography of the browser', () => {
  const outside = globSync('src/**/*.{ts,svelte}', { cwd: program })
    .filter((file) => !file.startsWith('src/vault/') && !file.endsWith('.test.ts'))
    .filter((file) =>
      /\bcrypto\s*\.\s*subtle\b|\bsubtle\s*\./.test(readFileSync(join(program, file), 'utf8')),
    )
  expect(outside).toEqual([])
})

function copyOfTheSource(paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-boundaries-'))
  folders.push(folder)
  for (const path of [...configs, ...paths])
    cpSync(join(program, path), join(folder, path), { recursive: true })
  symlinkSync(join(program, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

function plant(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), `${text}\n`)
}

/** What a program of node_modules says, in a folder; without Vitest's variables, which some of them obey. */
function run(folder: string, script: string, ...words: readonly string[]): string {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !['TEST', 'VITEST', 'NODE_ENV'].includes(name)),
  )
  const ended = spawnSync(process.execPath, [join(folder, 'node_modules', script), ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env,
  })
  return `${ended.stdout}${ended.stderr}`
}

function violations(folder: string): readonly Violation[] {
  const said = run(
    folder,
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    'src',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
  )
  return (JSON.parse(said) as { summary: { violations: readonly Violation[] } }).summary.violations
}

function sentence(violation: Violation): string {
  return `${violation.rule.name}: ${violation.from} → ${violation.to}`
}

/** A cycle is told once, from either of its ends, whose names begin alike. */
function stem(file: string): string {
  return file.replace(/[.]ts$/, '')
}
