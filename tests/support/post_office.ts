/** A real mail server on loopback that keeps what it takes, and does what a test wants of it. */
import { spawnSync } from 'node:child_process'
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'

import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

import { secret } from '../../src/kernel/core/secret.ts'
import { type Config, parseConfig } from '../../src/platform/server/config.ts'

export type Taken = {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly secure: boolean
  readonly user: string | null
  readonly at: number
}

export type PostOffice = {
  readonly port: number
  readonly taken: Taken[]
  /** What clients called themselves. */
  readonly greeted: string[]
  readonly stop: () => Promise<void>
}

export type Wanted = {
  readonly port?: number
  readonly tls?: { readonly key: string; readonly cert: string; readonly implicit: boolean }
  /** Null: nobody has to sign in. */
  readonly user?: { readonly name: string; readonly password: string }
  /** A code to refuse a recipient with; null takes it. */
  readonly recipient?: (address: string) => number | null
  readonly sender?: (address: string) => number | null
  /** Called when a message is there whole, before it is acknowledged. */
  readonly data?: (taken: Taken) => Promise<number | null> | number | null
}

const refusal = (code: number): Error => Object.assign(new Error('no'), { responseCode: code })

export const openPostOffice = async (wanted: Wanted = {}): Promise<PostOffice> => {
  const taken: Taken[] = []
  const greeted: string[] = []
  const options: SMTPServerOptions = {
    authOptional: wanted.user === undefined,
    secure: wanted.tls?.implicit ?? false,
    ...(wanted.tls === undefined
      ? { hideSTARTTLS: true, disabledCommands: wanted.user ? ['STARTTLS'] : ['STARTTLS', 'AUTH'] }
      : { key: wanted.tls.key, cert: wanted.tls.cert }),
    allowInsecureAuth: wanted.tls === undefined,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 50,
    onAuth: (auth, _session, done) => {
      const known = auth.username === wanted.user?.name && auth.password === wanted.user?.password
      return known ? done(null, { user: auth.username ?? '' }) : done(refusal(535))
    },
    onMailFrom: (address, session, done) => {
      greeted.push(String(session.hostNameAppearsAs))
      const code = wanted.sender?.(address.address) ?? null
      return code === null ? done() : done(refusal(code))
    },
    onRcptTo: (address, _session, done) => {
      const code = wanted.recipient?.(address.address) ?? null
      return code === null ? done() : done(refusal(code))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope
        const one: Taken = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
          at: performance.now(),
        }
        const code = (await wanted.data?.(one)) ?? null
        if (code !== null) return done(refusal(code))
        taken.push(one)
        return done()
      })
    },
  }
  const server = new SMTPServer(options)
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(wanted.port ?? 0, '127.0.0.1', () => resolve()))
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    greeted,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const words = (line: string): readonly string[] => line.split(' ')

/** A certificate for `localhost` that nobody but the test trusts, and a key of 2048 bits for DKIM. */
export const makeKeys = (): {
  readonly folder: string
  readonly key: string
  readonly cert: string
  readonly certFile: string
  readonly keyFile: string
  readonly remove: () => void
} => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-keys-'))
  const keyFile = join(folder, 'key.pem')
  const certFile = join(folder, 'cert.pem')
  const made = spawnSync('openssl', [
    ...words('req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext'),
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout',
    keyFile,
    '-out',
    certFile,
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  return {
    folder,
    keyFile,
    certFile,
    key: readFileSync(keyFile, 'utf8'),
    cert: readFileSync(certFile, 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** As RFC 6376 tells it, relaxed/relaxed, by the public key alone. */
export const isSignedBy = (cert: string, text: string): boolean => {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const fields = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? ''
  const tag = (name: string): string =>
    (new RegExp(`[;: ]${name}=([^;]*)`).exec(signature)?.[1] ?? '').replaceAll(/\s/g, '')
  if (tag('d') !== 'example.org' || tag('s') !== 'amparo' || tag('c') !== 'relaxed/relaxed') return false
  const body = `${rest
    .join('\r\n\r\n')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ \r\n/g, '\r\n')
    .replace(/(\r\n)*$/, '')}\r\n`
  if (createHash('sha256').update(body).digest('base64') !== tag('bh')) return false
  const named = tag('h')
    .split(':')
    .flatMap((name) => fields.filter((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)))
  const own = relaxed(signature).replace(/b=[^;]*$/, 'b=')
  const signed = [...named.map(relaxed), own].join('\r\n')
  return verify('sha256', Buffer.from(signed), createPublicKey(cert), Buffer.from(tag('b'), 'base64'))
}

const relaxed = (field: string): string => {
  const colon = field.indexOf(':')
  return `${field.slice(0, colon).toLowerCase().trim()}:${field
    .slice(colon + 1)
    .replaceAll(/[ \t]+/g, ' ')
    .trim()}`
}

export const mailSecrets = { pepper: secret(Buffer.alloc(32, 1)), covers: [] }

/** Settings of a test's installation, in its own folder. */
export const mailConfig = (folder: string, settings: Readonly<Record<string, string>> = {}): Config => {
  const parsed = parseConfig(
    {
      AMPARO_DATA: folder,
      AMPARO_ORIGIN: 'https://desk.example.org',
      AMPARO_MAIL_FROM: 'campaigns@example.org',
      AMPARO_MAIL_PER_SECOND: '1000',
      ...settings,
    },
    { cwd: folder },
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

export const newLetterId = (): string => randomBytes(16).toString('base64url')
