/** A server that lies: it stands between a device and the real one and changes answers on their way. */
import type { CaseLineWire } from '../../src/cases/core/wire.ts'
import type { EntryWire } from '../../src/vault/core/wire.ts'
import type { DraftStore } from '../../src/members/client/unlocked.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { memoryDrafts, PASSPHRASE, type TestApp, type Through, value } from './app.ts'

export type CaseAnswer = { entries: EntryWire[]; tip: { seq: number; hash: string } }
export type ListAnswer = { cases: CaseLineWire[]; next: string | null }
export type DeskAnswer = { entries: EntryWire[]; bundle: string | null }
export type MeAnswer = { desks: { id: string; name: string; role: string }[] }
export type SignedInAnswer = { account: string; vault: string; memory: string | null; seed: string }

/** What the server says instead; undefined: the truth. */
export type Lie = (asked: string, told: unknown) => unknown

/** An answer that is no answer of the API's own: with this status. */
export class Says {
  readonly status: number
  readonly body: unknown
  constructor(status: number, body: unknown) {
    this.status = status
    this.body = body
  }
}

export const notFound = new Says(404, {
  type: 'urn:amparo:problem:not_found',
  title: 'not found',
  status: 404,
})

export const lying =
  (lie: Lie): Through =>
  async (request, send) => {
    const { pathname, search } = new URL(request.url)
    const response = await send(request)
    const asked = `${request.method} ${pathname.replace('/api/v1', '')}${search}`
    const text = await response.text()
    const told: unknown = text === '' ? null : JSON.parse(text)
    const said = lie(asked, told) ?? told
    const headers = new Headers(response.headers)
    headers.delete('content-length')
    if (said instanceof Says) return Response.json(said.body, { status: said.status, headers })
    return new Response(said === null ? null : JSON.stringify(said), { status: response.status, headers })
  }

export type Liar = {
  readonly device: Workbench
  /** What the server says from now on. */
  readonly lie: (lie: Lie | null) => void
  readonly drafts: DraftStore
}

/** A device of this member whose server tells the truth until told otherwise. */
export const deviceOf = async (
  app: TestApp,
  name: string,
  given: { readonly lie?: Lie; readonly drafts?: DraftStore } = {},
): Promise<Liar> => {
  let now: Lie | null = given.lie ?? null
  const drafts = given.drafts ?? memoryDrafts()
  const through = lying((asked, told) => now?.(asked, told))
  const device = app.device({ through, drafts })
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return { device, lie: (lie) => void (now = lie), drafts }
}

/** Lies about one case's log alone. */
export const aboutCase =
  (id: string, change: (answer: CaseAnswer) => void): Lie =>
  (asked, told) => {
    if (asked.startsWith('GET ') && asked.includes(`/cases/${id}`)) change(told as CaseAnswer)
    return told
  }

export const aboutList =
  (change: (answer: ListAnswer) => void): Lie =>
  (asked, told) => {
    if (/^GET \/desks\/[^/]+\/cases(\?|$)/.test(asked)) change(told as ListAnswer)
    return told
  }

export const aboutDesk =
  (desk: string, change: (answer: DeskAnswer) => void): Lie =>
  (asked, told) => {
    if (asked === `GET /desks/${desk}/log`) change(told as DeskAnswer)
    return told
  }

type VaultAnswer = { v: number; wraps: { kdf: { m: number; t: number }; sealed: string }[] }

/** Lies about the vault that a sign-in hands out. */
export const withVault =
  (change: (vault: VaultAnswer) => void): Lie =>
  (asked, told) => {
    if (asked !== 'POST /sign-in') return told
    const signed = told as SignedInAnswer
    const vault = JSON.parse(Buffer.from(signed.vault, 'base64url').toString()) as never
    change(vault)
    return { ...signed, vault: Buffer.from(JSON.stringify(vault)).toString('base64url') }
  }

/** Flips one bit of bytes written in base64url. */
export const flipped = (text: string, place = 0): string => {
  const bytes = Buffer.from(text, 'base64url')
  bytes[place] = bytes[place]! ^ 1
  return bytes.toString('base64url')
}
