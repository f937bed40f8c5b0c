/** How a request says who it is: a cookie for the browser, a bearer token for programs; both name a session. */
import { createHash } from 'node:crypto'

import { isHttps } from './config.ts'

/** The account behind a request, as the members room finds it. */
export type Session = {
  readonly account: string
  readonly steward: boolean
  /** SHA-256 of the token, which names the session in the database. */
  readonly tokenHash: string
  /** Its member has yet to add a second factor, which is a duty here: until then it reaches that alone. */
  readonly confined?: boolean
  /** Its passphrase was given within the last minutes; what reopens a locked device is none. */
  readonly proved?: boolean
}

export const deskRoles = ['reader', 'writer', 'lead'] as const
export type DeskRole = (typeof deskRoles)[number]

/** The role is null without a desk, for no member of it, and for a desk that does not exist. */
export type SessionAtDesk = Session & { readonly role: DeskRole | null }

/** What the members room gives, so that every endpoint's guards can ask it. */
export type Sessions = {
  /** Undefined for an unknown, ended or expired session and for a closed account. */
  readonly find: (tokenHash: string, desk: string | null) => Promise<SessionAtDesk | undefined>
}

/** `__Host-` binds the cookie to this host and to https; browsers refuse it on plain localhost. */
export const cookieName = (origin: string): string => (isHttps(origin) ? '__Host-amparo' : 'amparo')

export const sessionCookie = (
  origin: string,
  given: { readonly token: string; readonly seconds: number },
): string => {
  const secure = isHttps(origin) ? '; Secure' : ''
  return `${cookieName(origin)}=${given.token}; Path=/; Max-Age=${given.seconds}; HttpOnly; SameSite=Strict${secure}`
}

/** Ends the session in the browser. */
export const endedCookie = (origin: string): string => sessionCookie(origin, { token: '', seconds: 0 })

/** The token's hash, or undefined when the request carries none of the right form. */
export const tokenHashOf = (headers: Headers, origin: string): string | undefined => {
  const token = bearerOf(headers) ?? cookieOf(headers, cookieName(origin))
  if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined
  return createHash('sha256').update(token).digest('base64url')
}

/** A bearer token is sent by a program on purpose, never by a browser on another site's behalf. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]+)$/.exec(headers.get('authorization') ?? '')?.[1]

const cookieOf = (headers: Headers, name: string): string | undefined => {
  const found = (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
  // Two of one name: somebody planted one from a sibling host. Neither is believed.
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined
}
