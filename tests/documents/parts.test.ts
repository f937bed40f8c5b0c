/** Of what the program is made, and what must never stand in its source. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../../', import.meta.url))
const isClone = existsSync(join(program, '.git'))
const git = (...asked: readonly string[]): string =>
  execFileSync('git', asked, { cwd: program, encoding: 'utf8', maxBuffer: 1024 ** 3 })

type Locked = {
  readonly version?: string
  readonly integrity?: string
  readonly hasInstallScript?: true
  readonly dev?: true
  readonly devOptional?: true
  readonly optional?: true
}
type Component = {
  readonly name: string
  readonly version: string
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
}

test('npm run sbom lists every part, with its version and hash, from the lock file alone', () => {
  const { packages } = JSON.parse(readFileSync(join(program, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  const written = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: program,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const bill = JSON.parse(written) as { bomFormat: string; components: readonly Component[] }
  expect(bill.bomFormat).toBe('CycloneDX')
  const listed = new Map(bill.components.map((one) => [`${one.name}@${one.version}`, one]))
  const parts = Object.entries(packages).filter(([path]) => path !== '')
  expect(parts.length).toBeGreaterThan(200)
  const wrong = parts.filter(([path, { version = '', integrity = '' }]) => {
    const name = path.replace(/^.*node_modules\//, '')
    const hash = listed.get(`${name}@${version}`)?.hashes?.find(({ alg }) => alg === 'SHA-512')?.content
    // Builds for machines that nobody has installed on have none in the lock file either.
    if (integrity === '') return !listed.has(`${name}@${version}`)
    return hash === undefined || `sha512-${Buffer.from(hash, 'hex').toString('base64')}` !== integrity
  })
  expect(wrong.map(([path]) => path)).toEqual([])
})

const readText = (path: string): string => readFileSync(join(program, path), 'utf8')

test('what runs is of as many parts as the page of dependencies says, and none of them runs a script when it is installed', () => {
  const { packages } = JSON.parse(readText('package-lock.json')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  const { dependencies, allowScripts } = JSON.parse(readText('package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>
    readonly allowScripts: Readonly<Record<string, boolean>>
  }
  const parts = Object.entries(packages).filter(([path]) => path !== '')
  const running = parts.filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional)
  const said = /At run time (\d+) packages are asked for, and (\d+) are there/.exec(
    readText('docs/dependencies.md'),
  )
  expect(said?.slice(1).map(Number)).toEqual([Object.keys(dependencies).length, running.length])
  const withScripts = parts.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(withScripts.map(([path]) => path.replace(/^.*node_modules\//, ''))).toEqual(
    Object.keys(allowScripts),
  )
  expect(new Set(Object.values(allowScripts))).toEqual(new Set([false]))
})

/** As each is written by whoever gives it out. */
const secrets: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/,
  'an identity of age': /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{50}/,
  'a key of a cloud': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a token of a forge': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40}|glpat-[\w-]{20})/,
  'a token of a registry': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a token of a messenger': /\bxox[baprs]-[A-Za-z0-9-]{10}/,
  'a password in an address': /\b[a-z]{3,12}:\/\/\w+:(?!password@|hunter2@|secret@)[^\s/:@'"`$<{]{4,64}@/,
  'a token with claims': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
}

/** Keys of frozen examples: they were made for them and open nothing else. */
const isExample = (path: string): boolean => path.startsWith('docs/formats/vectors/')

const secretsIn = (text: string): readonly string[] =>
  Object.entries(secrets).flatMap(([kind, pattern]) => {
    const found = pattern.exec(text)
    return found ? [`${kind}: ${found[0].slice(0, 24)}`] : []
  })

test('each kind of secret is found where one stands', () => {
  const planted = [
    `-----BEGIN OPENSSH PRIVATE ${'KEY-----'}`,
    `AGE-SECRET-${'KEY-1'}${'Q'.repeat(58)}`,
    `AKIA${'A'.repeat(16)}`,
    `ghp_${'a'.repeat(36)}`,
    `npm_${'a'.repeat(36)}`,
    `xoxb-${'1'.repeat(12)}`,
    `postgres://owner:${'correcthorse'}@db/x`,
    `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`,
  ]
  expect(planted.map((text) => secretsIn(text).length)).toEqual(planted.map(() => 1))
})

test.runIf(isClone)('no file of the source holds a secret', () => {
  const files = git('ls-files', '-z').split('\0').filter(Boolean)
  expect(files.length).toBeGreaterThan(500)
  expect(
    files.filter((path) =>
      /(^|\/)(secrets\.json|\.env[^/]*|id_[a-z]+|[^/]+\.(pem|p12|key|backup))$/.test(path),
    ),
  ).toEqual([])
  const found = files
    .filter((path) => !isExample(path) && existsSync(join(program, path)))
    .flatMap((path) => secretsIn(readFileSync(join(program, path), 'latin1')).map((one) => `${path}: ${one}`))
  expect(found).toEqual([])
})

test.runIf(isClone)(
  'nothing that was ever in the source held a secret',
  () => {
    const found: string[] = []
    let path = ''
    for (const line of git('log', '-p', '--no-color', '--no-ext-diff', '--unified=0').split('\n')) {
      if (line.startsWith('+++ ')) path = line.slice(6)
      else if (line.startsWith('+') && !isExample(path))
        found.push(...secretsIn(line).map((one) => `${path}: ${one}`))
    }
    expect([...new Set(found)]).toEqual([])
  },
  240_000,
)

test('no number of the source is drawn but by the generator of the platform', () => {
  const files = globSync('src/**/*.{ts,svelte}', { cwd: program }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  expect(files.length).toBeGreaterThan(500)
  const drawing = files.filter((file) =>
    /Math\s*\.\s*random|pseudoRandomBytes/.test(readFileSync(join(program, file), 'utf8')),
  )
  expect(drawing).toEqual([])
})
