import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

const operations = fileURLToPath(new URL('../../../docs/operations/', import.meta.url))

/** With a word on what to do: a test that was skipped must not look like one that passed. */
const present = (program: string): boolean => {
  const found = spawnSync(program, ['--version']).error === undefined
  if (!found) console.warn(`${program} is not installed, so its example in docs/operations was not checked.`)
  return found
}

test.skipIf(!present('caddy'))('the Caddyfile is accepted by Caddy, and written as Caddy writes it', () => {
  const file = join(operations, 'Caddyfile')
  const checked = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', file], {
    encoding: 'utf8',
  })
  expect(checked.stdout).toContain('Valid configuration')
  expect(checked.status).toBe(0)
  expect(spawnSync('caddy', ['fmt', file], { encoding: 'utf8' }).stdout).toBe(readFileSync(file, 'utf8'))
})

test.skipIf(!present('tor'))('the torrc is accepted by tor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  try {
    // The folder of the service is tor's own, elsewhere; all other lines are checked as they are.
    const torrc = readFileSync(join(operations, 'torrc'), 'utf8').replace(
      '/var/lib/tor/amparo/',
      join(folder, 'service'),
    )
    writeFileSync(join(folder, 'torrc'), `${torrc}\nDataDirectory ${join(folder, 'data')}\n`)
    const none = join(folder, 'none')
    writeFileSync(none, '')
    const args = ['--verify-config', '--defaults-torrc', none, '-f', join(folder, 'torrc')]
    const checked = spawnSync('tor', args, { encoding: 'utf8', env: { ...process.env, HOME: folder } })
    expect(checked.stdout).toContain('Configuration was valid')
    const warnings = checked.stdout.split('\n').filter((line) => line.includes('[warn]'))
    expect(warnings.filter((line) => !line.includes('running Tor as root'))).toEqual([])
    expect(checked.status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the guide names every setting there is, and no other', () => {
  const guide = ['install.md', 'mail.md']
    .map((name) => readFileSync(join(operations, name), 'utf8'))
    .join('\n')
  const code = ['./config.ts', './mail/mail_config.ts']
    .map((path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'))
    .join('\n')
  const settings = new Set([...code.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name))
  const named = new Set([...guide.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name))
  expect(named).toEqual(settings)
})
