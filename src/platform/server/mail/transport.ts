/** The way out: the operator's mail server, or a folder. The one file that knows nodemailer. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { createTransport, type SendMailOptions } from 'nodemailer'

import { UNFINISHED, writeWhole } from '../whole_file.ts'
import type { Composed } from './compose.ts'
import { domainOf, type MailConfig, type SmtpConfig } from './mail_config.ts'

/** Why no letter at all goes out; shown to the steward. */
export type MailProblem = 'unreachable' | 'sign_in' | 'tls' | 'sender' | 'busy' | 'disk'

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** This letter will never be taken. */
  | { readonly kind: 'refused' }
  /** Not now; or it is not known whether it was. */
  | { readonly kind: 'later' }
  /** The fault lies with no single letter. */
  | { readonly kind: 'down'; readonly problem: MailProblem }

export type Transport = {
  readonly send: (letter: Composed) => Promise<SendOutcome>
  readonly close: () => void
}

/** Letters under way at once, each on a connection of its own. */
export const CONNECTIONS = 4

/** The smallest version of TLS is Node's own; certificates are always checked. */
export const openTransport = (config: {
  readonly mail: MailConfig
  readonly dataFolder: string
}): Transport =>
  config.mail.smtp === null
    ? toFolder(config.mail, outboxIn(config.dataFolder))
    : toServer(config.mail, config.mail.smtp)

export const outboxIn = (dataFolder: string): string => join(dataFolder, 'outbox')

const toServer = (mail: MailConfig, smtp: SmtpConfig): Transport => {
  const pool = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    // Sent again is only what the queue sends again.
    maxRequeues: 0,
    host: smtp.host,
    port: smtp.port,
    secure: smtp.implicitTls,
    requireTLS: !smtp.implicitTls && !smtp.plainAllowed,
    // A machine's name says where the server stands.
    name: domainOf(mail.from),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: 'TLSv1.2', ...(smtp.ca === null ? {} : { ca: smtp.ca }) },
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password?.reveal() ?? '' } }),
    ...dkimOf(mail),
  })
  // Of connections that wait; the next letter tells.
  pool.on('error', () => undefined)
  return {
    send: async (letter) => {
      try {
        await pool.sendMail(optionsOf(letter))
        return { kind: 'sent' }
      } catch (cause) {
        return outcomeOf(cause as SmtpFault)
      }
    },
    close: () => pool.close(),
  }
}

const toFolder = (mail: MailConfig, folder: string): Transport => {
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
    ...dkimOf(mail),
  })
  return {
    send: async (letter) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const { message } = await composer.sendMail(optionsOf(letter))
        const path = join(folder, `${letter.file}.eml`)
        // What a process left that was killed over it.
        await rm(`${path}${UNFINISHED}`, { force: true })
        await writeWhole(path, (put) => put(message as Buffer))
        return { kind: 'sent' }
      } catch {
        return { kind: 'down', problem: 'disk' }
      }
    },
    close: () => composer.close(),
  }
}

const dkimOf = ({ dkim }: MailConfig) =>
  dkim === null
    ? {}
    : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key.reveal() } }

const optionsOf = (letter: Composed): SendMailOptions => ({
  from: letter.from,
  to: letter.to,
  ...(letter.replyTo === null ? {} : { replyTo: letter.replyTo }),
  envelope: letter.envelope,
  subject: letter.subject,
  text: letter.text,
  ...(letter.html === null ? {} : { html: letter.html }),
  messageId: letter.messageId,
  headers: letter.headers,
  // Nodemailer would name itself.
  xMailer: false,
  attachments: letter.attachments.map(({ name, type, bytes }) => ({
    filename: name,
    contentType: type,
    content: Buffer.from(bytes),
  })),
})

type SmtpFault = NodeJS.ErrnoException & {
  readonly command?: string
  readonly responseCode?: number
  /** What Node said of the line. */
  readonly originalCode?: string
}

/**
 * Which faults are of the letter and which of the line. After the words were sent and no answer came it is not known
 * whether they were taken: `later`, so that none is lost.
 */
export const outcomeOf = ({ code, originalCode, command, responseCode }: SmtpFault): SendOutcome => {
  if (code === 'EAUTH' || code === 'ENOAUTH') return { kind: 'down', problem: 'sign_in' }
  if (code === 'ETLS') return { kind: 'down', problem: 'tls' }
  const temporary = responseCode === undefined || responseCode < 500 || responseCode === 503
  if (responseCode === 421) return { kind: 'down', problem: 'busy' }
  if (command === 'MAIL FROM' && !temporary) return { kind: 'down', problem: 'sender' }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    if (responseCode === undefined && code === 'EENVELOPE') return { kind: 'refused' }
    return { kind: temporary ? 'later' : 'refused' }
  }
  if (command === 'DATA') return { kind: 'later' }
  return { kind: 'down', problem: certificateFault(originalCode ?? code) ? 'tls' : 'unreachable' }
}

const certificateFault = (code: string | undefined): boolean =>
  code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)
