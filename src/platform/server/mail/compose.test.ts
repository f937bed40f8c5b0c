import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import PostalMime, { type Email } from 'postal-mime'
import { expect, test } from 'vitest'

import { mailConfig, mailSecrets, newLetterId } from '../../../../tests/support/post_office.ts'
import { composeLetter, readUnsubscribeKey, type Sendable } from './compose.ts'
import { readReturnAddress, returnAddress } from './return_address.ts'
import { openTransport } from './transport.ts'

const config = mailConfig('/tmp', { AMPARO_BOUNCE_DOMAIN: 'back.example.org' })
const deps = { secrets: mailSecrets, config }

const letterOf = (given: Partial<Sendable>): Sendable & { readonly id: string } => ({
  id: newLetterId(),
  purpose: 'follow',
  ask: null,
  to: 'ana@example.org',
  subject: 'What followed',
  text: 'The court has heard her.\n',
  ...given,
})

/** As it goes out; null where no letter is made of it. */
const written = async (letter: Sendable & { readonly id: string }): Promise<string | null> => {
  const composed = composeLetter(deps, letter)
  if (composed === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'amparo-compose-'))
  try {
    const transport = openTransport({ mail: config.mail, dataFolder: folder })
    expect(await transport.send(composed)).toEqual({ kind: 'sent' })
    return readFileSync(join(folder, 'outbox', readdirSync(join(folder, 'outbox'))[0]!), 'latin1')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const header = (read: Email, key: string): string | undefined =>
  read.headers.find((one) => one.key === key)?.value

test('plain text comes first, one press ends it, and nothing is fetched when it is read', async () => {
  const unsubscribe = newLetterId()
  const html = '<p>The court has heard her.</p>'
  const text = (await written(letterOf({ html, unsubscribe, language: 'ar' })))!
  expect(text.indexOf('text/plain')).toBeGreaterThan(0)
  expect(text.indexOf('text/plain')).toBeLessThan(text.indexOf('text/html'))
  for (const said of [hostname(), 'odemailer', 'X-Mailer']) expect(text).not.toContain(said)
  const read = await PostalMime.parse(text)
  expect(header(read, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  const found = /^<(https:\/\/desk\.example\.org\/ar\/campaigns\/unsubscribe\?k=([\w.-]+))>$/.exec(
    header(read, 'list-unsubscribe') ?? '',
  )
  expect(readUnsubscribeKey(mailSecrets, found?.[2] ?? '')).toEqual({ purpose: 'follow', id: unsubscribe })
  expect(read.text).toContain(found?.[1])
  expect(read.html).not.toMatch(/<img|src=|http/)
})

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\u2028',
        '\0',
        'Bcc: eve@example.com',
        ': ',
        '<',
        '>',
        '"',
        ',',
        'x',
        'ع',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
)
const allowed = new Set(
  'from to reply-to subject message-id date mime-version content-type content-transfer-encoding content-language auto-submitted list-unsubscribe list-unsubscribe-post x-room'.split(
    ' ',
  ),
)

test('whatever stands in a name, a subject, a header or an address, no header and no recipient is added', async () => {
  const letters = fc.record({
    subject: nasty,
    fromName: nasty,
    to: fc.oneof(
      nasty,
      nasty.map((text) => `${text}@example.org`),
      fc.constant('ana@example.org'),
    ),
    replyTo: fc.constantFrom('vera@example.org', undefined),
    language: nasty,
    room: nasty,
    file: nasty,
  })
  await fc.assert(
    fc.asyncProperty(letters, async ({ room, file, replyTo, ...given }) => {
      const text = await written(
        letterOf({
          ...given,
          ...(replyTo === undefined ? {} : { replyTo }),
          headers: { 'X-Room': room, [`Bcc`]: 'eve@example.com', [room]: 'x' },
          attachments: [{ name: file, type: room, bytes: Buffer.from('x') }],
        }),
      )
      if (text === null) return
      const read = await PostalMime.parse(text)
      for (const { key } of read.headers) expect(allowed).toContain(key)
      expect(read.headers.filter(({ key }) => key === 'to')).toHaveLength(1)
      expect(read.to).toHaveLength(1)
      expect(read.from?.address).toBe('campaigns@example.org')
      expect(read.text?.trimEnd()).toBe('The court has heard her.')
    }),
    { numRuns: 100 },
  )
}, 60_000)

test('a return address tells its letter again in small letters, and nobody makes one without the secret', () => {
  const given = { secrets: mailSecrets, mail: config.mail }
  const digit = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567')
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(15), digit, (bytes, at, other) => {
      const about = Buffer.from(bytes).toString('base64url')
      const address = returnAddress(given, { purpose: 'deliveryofmails', about })
      expect(address.indexOf('@')).toBeLessThanOrEqual(64)
      expect(readReturnAddress(given, address.toUpperCase())).toEqual({ purpose: 'deliveryofmails', about })
      const place = address.indexOf('@') - 16 + at
      if (address[place] !== other)
        expect(
          readReturnAddress(given, address.slice(0, place) + other + address.slice(place + 1)),
        ).toBeNull()
      expect(readReturnAddress(given, address.replace('deliveryofmails', 'confirm'))).toBeNull()
      expect(readReturnAddress(given, address.replace('back.example.org', 'example.org'))).toBeNull()
    }),
  )
})

test('a link that ends letters is of its purpose and id alone', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(readUnsubscribeKey(mailSecrets, text)).toBeNull()
      expect(readUnsubscribeKey(mailSecrets, `follow.${newLetterId()}.${text}`)).toBeNull()
    }),
  )
})
