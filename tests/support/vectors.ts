/**
 * Makes the vectors of docs/formats/vectors/v1. Run by Node, it writes them: those with repeatable chance must come
 * out as they are; those that hold keys of age, which draws its own chance, are written once and never again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { derive, newAccount, rewrapVault } from '#vault/client/v1/account.ts'
import { type Held, makeReopening } from '#vault/client/v1/reopen.ts'
import { deskKey, newDeskSecret, renewGrant, sealBundle, sealGrant } from '#vault/client/v1/desk.ts'
import { sealHead } from '#vault/client/v1/head.ts'
import { fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { headData } from '#vault/core/v1/head.ts'
import { pad, padme } from '#vault/core/v1/padding.ts'
import { contextOf, sealedData } from '#vault/core/v1/statement.ts'
import { BEGUN, journalOf } from '#members/core/journal.ts'
import { aesKey } from '#vault/core/v1/webcrypto.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { sealSignedBundle } from '#vault/client/v1/signed_bundle.ts'
import { writeBundle } from '#missions/core/bundle.ts'
import { seededChance } from './chance.ts'
import { rootVector } from './root_vector.ts'
import {
  add,
  append,
  bundleHash,
  type CaseWorld,
  type Log,
  makeCase,
  makeWorld,
  read,
  rightOf,
  type Step,
  tipOf,
  type Writer,
} from './vault_world.ts'

export const vectorFolder = join(import.meta.dirname, '../../docs/formats/vectors/v1')

export const vectorText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** By file name, what must come out alike for ever. */
export const repeatableVectors = async (): Promise<Readonly<Record<string, unknown>>> => {
  const world = await vectorCase()
  return {
    'canonical.json': canonicalVectors(),
    'padding.json': paddingVectors(),
    'derivation.json': await derivationVectors(),
    'grant.json': await grantVectors(),
    'logs.json': logVectors(world),
    'journal.json': await journalVectors(),
    'entry.json': entryVectors(world),
    'head.json': await headVectors(world),
    'removal.json': await epochVector('removal'),
    'epoch.json': await epochVector('epoch'),
    'vault_changed.json': await changedVaultVector(),
    'root.json': await rootVector(),
    'reopening.json': await reopeningVector(),
  }
}

/** By file name, what is written once: keys of age and what was sealed to them. */
const frozenVectors: Readonly<Record<string, () => Promise<unknown>>> = {
  'vault.json': async () => {
    const passphrase = 'orbit velvet candle prism harvest lantern'
    const made = await newAccount({ name: 'ana', passphrase }, seededChance('vectors vault'))
    const { account, identity, recipient, signingPublic } = made.keys
    const { seed, vault } = made
    return { name: 'ana', passphrase, seed, vault, opened: { account, identity, recipient, signingPublic } }
  },
  'bundle.json': async () => {
    const chance = seededChance('vectors bundle')
    const identity = await generateHybridIdentity()
    const recipient = await identityToRecipient(identity)
    const secret = await newDeskSecret(toBase64url(chance(16)), 1, chance)
    const { bytes, hash } = await sealBundle(secret, [recipient])
    return { identity, recipient, hash, bundle: toBase64url(bytes), secret }
  },
  'signed_bundle.json': async () => {
    const world = await makeCase('vectors signed bundle')
    const chance = seededChance('vectors signed bundle ids')
    const identity = await generateHybridIdentity()
    const recipient = await identityToRecipient(identity)
    const sender = await identityToRecipient(await generateHybridIdentity())
    const from = {
      organisation: 'Lantern Watch',
      desk: 'North',
      signing: world.writer.signingPublic,
      recipient: sender,
    }
    const ids = { id: toBase64url(chance(16)), ref: toBase64url(chance(16)) }
    const body = { duties: ['E06' as const], text: 'Please attend the hearing. نرجو حضور الجلسة.' }
    const head = { ...ids, made: '2026-11-22T12:00:00Z', from, to: { recipient } }
    const bundle = writeBundle(head, { kind: 'request', body })
    if (!bundle.ok) throw new Error(bundle.error.kind)
    const sealed = await sealSignedBundle(bundle.value, { signing: world.writer.signing, recipient })
    if (!sealed.ok) throw new Error(sealed.error.kind)
    return { identity, digits: fingerprint(from), bundle: bundle.value, file: toBase64url(sealed.value) }
  },
}

/** The vault of vault.json under another passphrase. */
const changedVaultVector = async () => {
  const before = readVector('vault.json') as Record<'name' | 'passphrase' | 'seed' | 'vault', string>
  const { name } = before
  const passphrase = 'ravine clothing stiffly unbolted marauding copper'
  const old = await derive(before.passphrase, name, before.seed)
  const made = await rewrapVault(
    before.vault,
    { old, name, passphrase },
    seededChance('vectors changed vault'),
  )
  if (!made.ok) throw new Error(made.error.kind)
  const { seed, vault } = made.value
  const { opened } = readVector('vault.json') as { opened: unknown }
  return { name, passphrase, seed, vault, change: 1, opened }
}

/** The vault of vault.json, to be opened again by a PIN and by what a passkey answered. */
const reopeningVector = async () => {
  const before = readVector('vault.json') as Record<'name' | 'passphrase' | 'seed' | 'vault', string>
  const derived = await derive(before.passphrase, before.name, before.seed)
  const chance = seededChance('vectors reopening')
  const answer = chance(32)
  const made = async (held: Held) => {
    const wrapped = await makeReopening(before.vault, { derived, held, salt: chance(32) }, chance)
    if (!wrapped.ok) throw new Error(wrapped.error.kind)
    const { wrap, proof, half } = wrapped.value
    return { wrap: fromUtf8(wrap), proof, half }
  }
  const { opened } = readVector('vault.json') as { opened: unknown }
  return {
    name: before.name,
    opened,
    pin: { pin: '493027', ...(await made({ way: 'pin', pin: '493027' })) },
    passkey: { answer: toBase64url(answer), ...(await made({ way: 'passkey', answer })) },
  }
}

const refusalOf = (text: string) => {
  const parsed = parseCanonical(utf8(text))
  return parsed.ok ? null : parsed.error
}

const canonicalVectors = () => {
  const values = [
    null,
    [],
    {},
    { b: 1, a: [true, false, null], '1': 'x' },
    { ö: 1, '\u{1F600}': 2, '\uFF5E': 3, '\r': 4 },
    ['"\\/\b\f\n\r\t\u0000\u001f\u007f', 'é', 'أمل', '희망', '\u{1F54A}'],
    [0, -1, 9007199254740991, -9007199254740991],
  ]
  const refused = [
    '{"a": 1}',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '1.0',
    '1.5',
    '-0',
    '1e2',
    '9007199254740993',
    '"e\u0301"',
    '"\\ud800"',
    '"\\u0061"',
    '"\\/"',
    '[[[[[[[[[[[[[[]]]]]]]]]]]]]]',
    '',
    '\uFEFF1',
  ]
  return {
    accepted: values.map((value) => ({ value, bytes: toBase64url(canonicalBytes(value)) })),
    refused: refused.map((text) => ({ bytes: toBase64url(utf8(text)), refusal: refusalOf(text) })),
  }
}

const paddingVectors = () => ({
  sizes: [0, 1, 512, 513, 1000, 1024, 1025, 4096, 4097, 65535, 65537, 262144, 262145].map((n) => [
    n,
    padme(n),
  ]),
  padded: ['', 'a', 'أ'.repeat(300)].map((text) => ({ text, bytes: toBase64url(pad(utf8(text))) })),
})

const derivationVectors = () => {
  const given = [
    { name: 'ana', passphrase: 'orbit velvet candle prism harvest lantern', seed: 'AAECAwQFBgcICQoLDA0ODw' },
    { name: 'ben.2', passphrase: 'cafe\u0301 \uFB01ni أمل', seed: '_____________________w' },
  ]
  return Promise.all(
    given.map(async (one) => {
      const { authKey, kek, commit } = await derive(one.passphrase, one.name, one.seed)
      return { ...one, authKey, kek: toBase64url(kek), commit }
    }),
  )
}

const grantVectors = async () => {
  const chance = seededChance('vectors grant')
  const desk = toBase64url(chance(16))
  const secret = { v: 1 as const, desk, epoch: 2, secret: toBase64url(chance(32)), inbox: '' }
  const of = { log: toBase64url(chance(16)), epoch: 1 }
  const caseKey = chance(32)
  const grant = await sealGrant(await deskKey(secret), of, caseKey, chance)
  return {
    desk,
    deskEpoch: 2,
    secret: secret.secret,
    of,
    caseKey: toBase64url(caseKey),
    grant: toBase64url(grant),
  }
}

/**
 * A desk that a member had to leave, or whose keys were old: the entry that says so, what it holds, and the new key of one
 * log.
 */
const epochVector = async (name: 'removal' | 'epoch') => {
  const { chance, desk, lead, reader, rights } = await makeWorld(`vectors ${name}`)
  const { identity } = readVector('bundle.json') as { secret: unknown; identity: string }
  const secretOf = (epoch: number) => ({
    v: 1 as const,
    desk: desk.id,
    epoch,
    secret: toBase64url(chance(32)),
    inbox: identity,
  })
  const [before, next] = [secretOf(1), secretOf(2)]
  const [from, to] = [await deskKey(before), await deskKey(next)]
  const stated = { epoch: 2, bundle: bundleHash('next') }
  const removal = { account: reader.account, inbox: lead.recipient, ...stated }
  const said = name === 'epoch' ? { kind: 'epoch_begun', coded: stated } : { kind: 'removed', coded: removal }
  const step = { ...said, words: { before }, key: 'desk:2', caseKey: to.key }
  await append(desk, lead, { ...step, roster: rights.get(lead.account)! }, chance)
  const of = { log: toBase64url(chance(16)), epoch: 1 }
  const raw = chance(32)
  const renewed = await renewGrant(
    { from, to },
    { of, sealed: await sealGrant(from, of, raw, chance) },
    chance,
  )
  return {
    desk: { id: desk.id, entries: desk.entries.map(entryText), tip: tipOf(desk.entries) },
    secret: next.secret,
    before,
    log: of.log,
    epoch: 2,
    oldKey: toBase64url(raw),
    grant: toBase64url(renewed!.sealed),
  }
}

/** A case with every shape of entry: words or none, an open part, an erasure that took effect, a withdrawal. */
const vectorCase = async (): Promise<CaseWorld> => {
  const world = await makeCase('vectors v1')
  const { statement: published } = await add(world, world.writer, {
    kind: 'publication',
    coded: { ref: 'r' },
    words: { reason: 'أمل' },
    open: { title: 'Free Ada' },
  })
  await add(world, world.second, { kind: 'release', coded: { of: published.id } })
  const note = read(world.case.entries[1]!).statement.id
  const coded = { erases: note, parts: ['sealed'], reason: 'asked' }
  const erasure = await add(world, world.lead, { kind: 'erasure', coded })
  await add(world, world.second, { kind: 'release', coded: { of: erasure.statement.id } })
  await add(world, world.reader, { kind: 'withdrawal', coded: { of: published.id, reason: 'danger' } })
  return world
}

export const entryText = (entry: EntryBytes) => ({
  statement: fromUtf8(entry.statement),
  signature: toBase64url(entry.signature),
  coded: entry.coded && toBase64url(entry.coded),
  sealed: entry.sealed && toBase64url(entry.sealed),
  open: entry.open && toBase64url(entry.open),
})

const logVectors = (world: CaseWorld) => {
  const erased = world.case.entries.map((entry, seq) => ({
    ...entry,
    sealed: seq === 1 ? null : entry.sealed,
    open: null,
  }))
  return {
    desk: { id: world.desk.id, tip: tipOf(world.desk.entries), entries: world.desk.entries.map(entryText) },
    case: { id: world.case.id, tip: tipOf(world.case.entries), entries: erased.map(entryText) },
  }
}

/** A journal that one member began, with a note that another struck. */
const journalVectors = async () => {
  const world = await makeWorld('vectors journal')
  const secret = {
    v: 1 as const,
    desk: world.desk.id,
    epoch: 1,
    secret: toBase64url(world.chance(32)),
    inbox: '',
  }
  const raw = world.chance(32)
  const log: Log = { id: journalOf(world.desk.id), desk: world.desk.id, entries: [] }
  const caseKey = await aesKey(raw)
  const put = (by: Writer, step: Pick<Step, 'kind' | 'coded' | 'words'>) =>
    append(log, by, { ...step, caseKey, roster: rightOf(world, by) }, world.chance)
  await put(world.writer, { kind: BEGUN, coded: null })
  const position = {
    instrument: 'draft-resolution',
    body: 'third-committee',
    member: 'NO',
    of: { kind: 'instrument', id: 'draft-resolution' },
    stance: 'leans_for',
    on: '2026-11-20',
    confidence: 'said',
    source: 'حديث في الردهة',
    explanation: null,
  }
  const note = await put(world.writer, { kind: 'position', coded: {}, words: position })
  const struck = { entry: note.statement.id, why: 'heard wrongly' }
  await put(world.second, { kind: 'struck', coded: {}, words: struck })
  const sealed = await sealGrant(await deskKey(secret), { log: log.id, epoch: 1 }, raw, world.chance)
  return {
    desk: { id: world.desk.id, tip: tipOf(world.desk.entries), entries: world.desk.entries.map(entryText) },
    secret: secret.secret,
    deskEpoch: 1,
    epoch: 1,
    grant: toBase64url(sealed),
    journal: { id: log.id, tip: tipOf(log.entries), entries: log.entries.map(entryText) },
    words: [null, position, struck],
  }
}

const entryVectors = (world: CaseWorld) => {
  const entry = read(world.case.entries[3]!)
  return {
    seed: toBase64url(world.writer.seed),
    publicKey: world.writer.signingPublic,
    caseKey: toBase64url(world.rawCaseKey),
    ...entryText(entry.bytes),
    sealedData: toBase64url(sealedData(contextOf(entry.statement))),
    opened: { coded: entry.coded, open: entry.open, words: { reason: 'أمل' } },
    hash: entry.hash,
  }
}

const headVectors = async (world: CaseWorld) => {
  const tip = tipOf(world.case.entries)!
  const context = {
    v: 1 as const,
    log: world.case.id,
    desk: world.desk.id,
    author: world.writer.account,
    roster: rightOf(world, world.writer),
    through: tip.seq,
    tip: tip.hash,
    foldVersion: 1,
    key: 'case:1',
  }
  const summary = { names: ['Ada', 'آدا'], tags: [] }
  const use = { key: world.caseKey, signing: world.writer.signing, chance: seededChance('vectors head') }
  const head = await sealHead(context, summary, use)
  return {
    publicKey: world.writer.signingPublic,
    caseKey: toBase64url(world.rawCaseKey),
    context,
    summary,
    statement: fromUtf8(head.statement),
    signature: toBase64url(head.signature),
    sealed: toBase64url(head.sealed),
    sealedData: toBase64url(headData(context)),
  }
}

export const readVector = (name: string): unknown =>
  JSON.parse(readFileSync(join(vectorFolder, name), 'utf8')) as unknown

if (import.meta.main) {
  mkdirSync(vectorFolder, { recursive: true })
  for (const [name, value] of Object.entries(await repeatableVectors()))
    writeFileSync(join(vectorFolder, name), vectorText(value))
  for (const [name, make] of Object.entries(frozenVectors))
    if (!existsSync(join(vectorFolder, name)))
      writeFileSync(join(vectorFolder, name), vectorText(await make()))
}
