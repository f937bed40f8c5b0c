/**
 * Certificates of leads' keys: the holders of the organisation's sheets have compared them, and the root says so for a year.
 * Nothing stops when one runs out; whoever relies on a lead's word sees that nobody has looked at the keys lately.
 */
import { toInstant } from '#vault/core/v1/statement.ts'

/** Days from the root's signature. */
export const CERTIFICATE_DAYS = 365
/** So many days before the end the holders are asked to come together. */
const DUE_DAYS = 30

const DAY_MS = 86_400_000

/** The instant until which the root's word for a lead's keys holds, given at this one. */
export const certifiedUntil = (at: string): string =>
  toInstant(new Date(Date.parse(at) + CERTIFICATE_DAYS * DAY_MS))

/** Whether the root may say so at this instant: until later, and for no longer than a year. */
export const mayCertify = (at: string, until: string): boolean =>
  Date.parse(until) > Date.parse(at) && Date.parse(until) <= Date.parse(certifiedUntil(at))

type CertificateState = 'none' | 'valid' | 'due' | 'expired'

const certificateState = (until: string | null, now: Date): CertificateState => {
  if (until === null) return 'none'
  const left = Date.parse(until) - now.getTime()
  if (left <= 0) return 'expired'
  return left <= DUE_DAYS * DAY_MS ? 'due' : 'valid'
}

/** What the root says of a lead's keys. `until` is null for `none` alone. */
export type Certificate = { readonly state: CertificateState; readonly until: string | null }

/** Null of one who is no lead, or where the desk trusts no keys of the organisation. */
export const certificateOf = (
  { root }: { readonly root: object | null },
  { role, certifiedUntil: until }: { readonly role: string; readonly certifiedUntil: string | null },
  now: Date,
): Certificate | null =>
  root !== null && role === 'lead' ? { state: certificateState(until, now), until } : null
