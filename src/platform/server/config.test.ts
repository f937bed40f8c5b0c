import { expect, test } from 'vitest'

import { explainSettings, parseConfig } from './config.ts'

const parse = (environment: Record<string, string>) => parseConfig(environment, { cwd: '/srv/amparo' })

const refusal = (environment: Record<string, string>): string => {
  const parsed = parse(environment)
  return parsed.ok ? 'accepted' : explainSettings(parsed.error)
}

test('without settings it serves this machine only, with its data beside it', () => {
  expect(parse({})).toEqual({
    ok: true,
    value: {
      port: 3000,
      bind: '127.0.0.1',
      dataFolder: '/srv/amparo/data',
      origin: 'http://localhost:3000',
      publicOrigin: 'http://localhost:3000',
      contact: null,
      licence: null,
      mail: {
        smtp: null,
        from: 'amparo@localhost.invalid',
        dkim: null,
        bounceDomain: null,
        perSecond: 10,
      },
      databaseUrl: null,
      files: { mostOfFile: 2 ** 31, mostOfDesk: 100 * 2 ** 30 },
    },
  })
})

test.each([
  'https://desk.example.org',
  'http://localhost:8080',
  'http://127.0.0.1:3000',
  `http://${'a'.repeat(56)}.onion`,
])('%s may be the address of an installation', (origin) => {
  expect(refusal({ AMPARO_ORIGIN: origin })).toBe('accepted')
})

test('plain HTTP beyond this machine is refused, with three ways out', () => {
  expect(refusal({ AMPARO_ORIGIN: 'http://desk.example.org' })).toMatch(
    /^AMPARO_ORIGIN: is plain HTTP beyond this machine.*Caddyfile.*torrc.*localhost\.$/,
  )
  expect(refusal({ AMPARO_ORIGIN: 'http://localhost.example.org' })).toContain('plain HTTP')
  expect(refusal({ AMPARO_PUBLIC_ORIGIN: 'http://example.org' })).toContain('AMPARO_PUBLIC_ORIGIN: ')
  expect(refusal({ AMPARO_CONTACT: 'our office' })).toContain('AMPARO_CONTACT: is not an e-mail address.')
  expect(refusal({ AMPARO_LICENCE: 'x'.repeat(201) })).toContain('AMPARO_LICENCE: is longer than 200')
})

test('an address with a path, or none at all, is refused', () => {
  expect(refusal({ AMPARO_ORIGIN: 'https://example.org/desk' })).toContain('Write https://example.org alone.')
  expect(refusal({ AMPARO_ORIGIN: 'desk.example.org' })).toContain('is not an address')
  expect(refusal({ AMPARO_ORIGIN: 'ftp://example.org' })).toContain('is not a web address')
})

test('a port or an address to listen on that is none is refused', () => {
  expect(refusal({ PORT: '99999' })).toContain('PORT: is not a port.')
  expect(refusal({ PORT: 'three' })).toContain('PORT: is not a port.')
  expect(refusal({ AMPARO_BIND: 'everywhere' })).toContain('AMPARO_BIND: is not an IP address.')
})

test('listening to the network while members come by plain HTTP is refused', () => {
  expect(refusal({ AMPARO_BIND: '0.0.0.0' })).toContain('open to the network')
  expect(refusal({ AMPARO_BIND: '0.0.0.0', AMPARO_ORIGIN: 'https://desk.example.org' })).toBe('accepted')
})

test('another database is taken, and its password does not print', () => {
  const parsed = parse({ DATABASE_URL: 'postgres://owner:hunter2@db/amparo' })
  expect(parsed.ok && parsed.value.databaseUrl?.reveal()).toBe('postgres://owner:hunter2@db/amparo')
  expect(JSON.stringify(parsed)).not.toContain('hunter2')
  const refused = refusal({ DATABASE_URL: 'mysql://owner:hunter2@db/amparo' })
  expect(refused).toContain('DATABASE_URL: is not the address of a PostgreSQL.')
  expect(refused).not.toContain('hunter2')
})

test('all wrong settings are told at once', () => {
  expect(refusal({ PORT: '0', AMPARO_BIND: 'x' }).split('\n')).toHaveLength(2)
})

test('backups are made where the operator says, every day and fourteen of them unless said otherwise', () => {
  const parsed = parseConfig({ AMPARO_BACKUP_TO: 'copies' }, { cwd: '/srv' })
  expect(parsed.ok && parsed.value.backup).toEqual({ to: '/srv/copies', everyHours: 24, keep: 14 })
  expect(parseConfig({}, { cwd: '/srv' })).not.toHaveProperty('value.backup')
})

test.each([
  ['AMPARO_BACKUP_EVERY', 'fortnight', 'is neither hour, day nor week.'],
  ['AMPARO_BACKUP_KEEP', '0', 'is no number of backups.'],
  ['AMPARO_BACKUP_KEEP', 'all', 'is no number of backups.'],
])('%s=%s is refused', (name, text, problem) => {
  const parsed = parseConfig({ AMPARO_BACKUP_TO: '/b', [name]: text }, { cwd: '/srv' })
  expect(!parsed.ok && parsed.error).toMatchObject([{ name, problem }])
})

test.each([
  ['AMPARO_SMTP_URL', { AMPARO_SMTP_URL: 'mail.example.org:587' }, 'is not the address of a mail server.'],
  ['AMPARO_SMTP_URL', { AMPARO_SMTP_URL: 'smtp://u:p@mail.example.org/?tls=no' }, 'is not the address'],
  ['AMPARO_MAIL_FROM', { AMPARO_SMTP_URL: 'smtps://mail.example.org' }, 'is missing'],
  ['AMPARO_MAIL_FROM', { AMPARO_MAIL_FROM: 'nobody' }, 'is not an e-mail address.'],
  ['AMPARO_SMTP_CA', { AMPARO_SMTP_CA: 'nowhere.pem' }, 'names a file that cannot be read.'],
  ['AMPARO_DKIM_KEY', { AMPARO_DKIM_KEY: '/etc/hosts' }, 'names a file that holds no such thing.'],
  ['AMPARO_DKIM_SELECTOR', { AMPARO_DKIM_SELECTOR: 'a b' }, 'is not a selector.'],
  ['AMPARO_DKIM_DOMAIN', { AMPARO_DKIM_DOMAIN: 'a b' }, 'is not a domain.'],
  ['AMPARO_BOUNCE_DOMAIN', { AMPARO_BOUNCE_DOMAIN: 'x@y.org' }, 'is not a domain.'],
  ['AMPARO_MAIL_PER_SECOND', { AMPARO_MAIL_PER_SECOND: '0' }, 'is no number of letters.'],
])('%s in %j is refused', (name, environment: Readonly<Record<string, string>>, problem) => {
  const refused = refusal(environment)
  expect(refused).toContain(`${name}: ${problem}`)
  expect(refused).not.toContain('u:p')
})
