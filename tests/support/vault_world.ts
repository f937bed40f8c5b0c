/** Invented members, a desk and a case, written with the real protocol and repeatable chance. */
import type { Role } from '#members/core/desk_entries.ts'
import type { Chance } from '#vault/client/v1/account.ts'
import { type EntryDraft, sealEntry, signEntry } from '#vault/client/v1/entry.ts'
import { ed25519PublicKey } from '#vault/client/v1/public_key.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import { entryHash, hashOf, type Statement } from '#vault/core/v1/statement.ts'
import { aesKey, type Key, signingKey } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from './chance.ts'

export type Writer = {
  readonly account: string
  readonly name: string
  readonly signing: Key
  readonly signingPublic: string
  readonly seed: Uint8Array
  readonly recipient: string
}

export const cardOf = ({ account, name, signingPublic, recipient }: Writer) => ({
  account,
  name,
  signing: signingPublic,
  recipient,
})

export const makeWriter = async (name: string, chance: Chance, recipient?: string): Promise<Writer> => {
  const seed = chance(32)
  return {
    account: toBase64url(chance(16)),
    name,
    seed,
    signing: await signingKey(seed),
    signingPublic: toBase64url(await ed25519PublicKey(seed)),
    recipient: recipient ?? `age1${name.replace(/[^a-z]/g, '').repeat(8)}`.padEnd(40, 'q'),
  }
}

export type Step = Partial<Omit<EntryDraft, 'coded' | 'words' | 'open' | 'log'>> & {
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
  readonly open?: unknown
  readonly caseKey?: Key
  readonly roster: string | null
  /** Where the entry claims to stand; the log's end unless told otherwise. */
  readonly place?: Partial<Pick<Statement, 'seq' | 'prev'>>
}

export type Log = { readonly id: string; readonly desk: string; readonly entries: EntryBytes[] }

export const tipOf = (entries: readonly EntryBytes[]): Tip | null => {
  const last = entries.at(-1)
  return last ? { seq: entries.length - 1, hash: entryHash(last.statement, last.signature) } : null
}

export const write = async (log: Log, by: Writer, step: Step, chance: Chance): Promise<EntryBytes> => {
  const { caseKey, roster, place, coded, words, open, ...rest } = step
  const tip = tipOf(log.entries)
  const draft: EntryDraft = {
    log: log.id,
    id: toBase64url(chance(16)),
    desk: log.desk,
    author: by.account,
    at: '2026-11-22T10:15:00Z',
    kindVersion: 1,
    vocabulary: '2026.1',
    key: words === undefined ? 'none' : 'case:1',
    ...rest,
    coded,
    ...(words === undefined ? {} : { words }),
    ...(open === undefined ? {} : { open }),
  }
  const sealed = await sealEntry(draft, caseKey ?? null, chance)
  const at = { seq: tip ? tip.seq + 1 : 0, prev: tip?.hash ?? null, roster, ...place }
  return signEntry(sealed, at, by.signing)
}

export const append = async (log: Log, by: Writer, step: Step, chance: Chance): Promise<ReadEntry> => {
  const bytes = await write(log, by, step, chance)
  log.entries.push(bytes)
  return read(bytes)
}

/** A world where bytes that cannot be read are the test's own fault. */
export const read = (bytes: EntryBytes): ReadEntry => {
  const entry = readEntry(bytes)
  if (!entry.ok) throw new Error(`unreadable: ${JSON.stringify(entry.error)}`)
  return entry.value
}

export type World = {
  readonly chance: Chance
  readonly desk: Log
  /** Hash of the desk entry that gave each account its right. */
  readonly rights: ReadonlyMap<string, string>
  readonly lead: Writer
  readonly second: Writer
  readonly writer: Writer
  readonly reader: Writer
}

export const bundleHash = (text: string): string => hashOf(new TextEncoder().encode(text))

/** A desk with two leads, a writer and a reader. */
export const makeWorld = async (seed: string): Promise<World> => {
  const chance = seededChance(seed)
  const lead = await makeWriter('ana', chance)
  const id = toBase64url(chance(16))
  const desk: Log = { id, desk: id, entries: [] }
  const bundle = { epoch: 1, bundle: bundleHash('bundle') }
  const coded = { name: 'Watch desk', card: cardOf(lead), inbox: cardOf(lead).recipient, ...bundle }
  const founded = await append(desk, lead, { kind: 'founded', coded, roster: null }, chance)
  const rights = new Map([[lead.account, founded.hash]])
  const join = async (name: string, role: Role): Promise<Writer> => {
    const member = await makeWriter(name, chance)
    rights.set(member.account, await admit(desk, { by: lead, roster: founded.hash, member, role }, chance))
    return member
  }
  const second = await join('ben', 'lead')
  const writer = await join('vera', 'writer')
  const reader = await join('rosa', 'reader')
  return { chance, desk, rights, lead, second, writer, reader }
}

export type Admission = {
  readonly by: Writer
  readonly roster: string
  readonly member: Writer
  readonly role: Role
}

/** Invites and admits; the hash of the admission is the member's right. */
export const admit = async (desk: Log, { by, roster, member, role }: Admission, chance: Chance) => {
  const invitation = toBase64url(chance(16))
  const expires = '2026-11-29T10:15:00Z'
  await append(desk, by, { kind: 'invited', coded: { invitation, role, expires }, roster }, chance)
  const bundle = { epoch: 1, bundle: bundleHash(member.name) }
  const mac = bundleHash(`mac ${member.name}`)
  const coded = { invitation, role, card: cardOf(member), mac, ...bundle }
  return (await append(desk, by, { kind: 'admitted', coded, roster }, chance)).hash
}

export const rightOf = (world: World, who: Writer): string => {
  const right = world.rights.get(who.account)
  if (right === undefined) throw new Error(`${who.name} has no right in this world`)
  return right
}

export type CaseWorld = World & { readonly case: Log; readonly caseKey: Key; readonly rawCaseKey: Uint8Array }

/** A case of that desk: opened, two notes, each with words. */
export const makeCase = async (seed: string): Promise<CaseWorld> => {
  const world = await makeWorld(seed)
  const rawCaseKey = world.chance(32)
  const caseKey = await aesKey(rawCaseKey)
  const log: Log = { id: toBase64url(world.chance(16)), desk: world.desk.id, entries: [] }
  const made: CaseWorld = { ...world, case: log, caseKey, rawCaseKey }
  await add(made, world.lead, {
    kind: 'opened',
    coded: { dark: false, holder: 'person' },
    words: { name: 'Ada' },
  })
  await add(made, world.writer, { kind: 'note', coded: {}, words: { text: 'First' } })
  await add(made, world.second, { kind: 'note', coded: {}, words: { text: 'Second' } })
  return made
}

/** Appends to the case under the author's right. */
export const add = (
  world: CaseWorld,
  by: Writer,
  step: Omit<Step, 'roster'> & { readonly roster?: string },
): Promise<ReadEntry> =>
  append(world.case, by, { roster: rightOf(world, by), caseKey: world.caseKey, ...step }, world.chance)
