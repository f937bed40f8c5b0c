/** The frozen vectors of docs/formats: today's code writes what can be written again, and opens all of it, for ever. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { verifyCase } from '#cases/core/verify_case.ts'
import { err, ok } from '#kernel/core/result.ts'
import { journalOf, verifyJournal } from '#members/core/journal.ts'
import { isSignedByRoot, readNote, readRoot } from '#members/core/root.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import { type Bundle, cardBytes, readBundle, readCard } from '#missions/core/bundle.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { derive, openVault } from '#vault/client/v1/account.ts'
import { prepareReopening } from '#vault/client/v1/reopen.ts'
import { deskKey, type DeskSecret, openBundle, openGrant, secretBefore } from '#vault/client/v1/desk.ts'
import { openWords, openWordsOf } from '#vault/client/v1/entry.ts'
import { openSignedBundle } from '#vault/client/v1/signed_bundle.ts'
import { combineShares } from '#vault/client/v1/root.ts'
import { checkHead, openHead } from '#vault/client/v1/head.ts'
import { chunksOf, openChunks, openEvidenceKey, sealBlock, sha256 } from '#vault/client/v1/evidence.ts'
import { type Bytes, fromBase64url, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import { type Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry } from '#vault/core/v1/entry.ts'
import { unpad } from '#vault/core/v1/padding.ts'
import { aesKey, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { readVector, repeatableVectors, vectorFolder, vectorText } from '../support/vectors.ts'

type EntryText = { readonly statement: string } & Readonly<
  Record<'signature' | 'coded' | 'sealed' | 'open', string | null>
>
const bytesOf = (text: string): Bytes => {
  const bytes = fromBase64url(text)
  if (!bytes) throw new Error(`not base64url: ${text}`)
  return bytes
}
const entryOf = (text: EntryText): EntryBytes => ({
  statement: utf8(text.statement),
  signature: bytesOf(text.signature ?? ''),
  coded: text.coded === null ? null : bytesOf(text.coded),
  sealed: text.sealed === null ? null : bytesOf(text.sealed),
  open: text.open === null ? null : bytesOf(text.open),
})

test("today's code writes every repeatable vector as it was frozen, byte for byte", async () => {
  const written = Object.entries(await repeatableVectors())
  expect(written.length).toBe(13)
  for (const [name, value] of written)
    expect(readFileSync(join(vectorFolder, name), 'utf8'), name).toBe(vectorText(value))
})

describe('the frozen files are read', () => {
  test('canonical.json', () => {
    const { accepted, refused } = readVector('canonical.json') as {
      accepted: { value: unknown; bytes: string }[]
      refused: { bytes: string; refusal: unknown }[]
    }
    for (const { value, bytes } of accepted) {
      expect(parseCanonical(bytesOf(bytes))).toEqual(ok(value))
      expect(canonicalBytes(value)).toEqual(bytesOf(bytes))
    }
    expect(refused.length).toBe(15)
    for (const { bytes, refusal } of refused) expect(parseCanonical(bytesOf(bytes))).toEqual(err(refusal))
  })

  test('root.json', async () => {
    type Signed = { bytes: string; signature: string }
    const vector = readVector('root.json') as {
      root: string
      identity: string
      shares: { text: string }[]
      statement: Signed
      proof: Signed
      note: Signed
      log: { id: string; entries: EntryText[] }
    }
    const { root, shares, statement, note, proof, log } = vector
    for (const [a, b] of [
      [0, 1],
      [2, 0],
      [1, 2],
    ] as const) {
      const keys = await combineShares([shares[a]!.text, shares[b]!.text])
      expect(keys.ok && [keys.value.root, keys.value.identity]).toEqual([root, vector.identity])
    }
    const { signature } = statement
    expect(await readRoot({ statement: toBase64url(utf8(statement.bytes)), signature })).toMatchObject({
      root,
    })
    expect(await readNote(utf8(note.bytes), note.signature)).toMatchObject({
      root,
      desks: [{ desk: log.id }],
    })
    const signed = { form: 'proof', bytes: utf8(proof.bytes), signature: proof.signature } as const
    expect(await isSignedByRoot(root, signed)).toBe(true)
    // A signature of one form serves for no other.
    expect(await isSignedByRoot(root, { ...signed, form: 'note' })).toBe(false)
    const verified = await verifyDesk(log.entries.map(entryOf), log.id, null)
    expect(verified.ok && verified.value.desk.root?.root).toBe(root)
    const members = verified.ok ? [...verified.value.desk.members.values()] : []
    const untils = members.flatMap(({ certifiedUntil: until }) => until ?? [])
    expect(untils).toEqual(['2027-11-22T10:15:00Z'])
  })

  test('padding.json', () => {
    const { padded } = readVector('padding.json') as { padded: { text: string; bytes: string }[] }
    for (const { text, bytes } of padded) expect(unpad(bytesOf(bytes))).toEqual(utf8(text))
  })

  test('entry.json', async () => {
    const vector = readVector('entry.json') as EntryText & {
      caseKey: string
      hash: string
      opened: { coded: unknown; open: unknown; words: unknown }
    }
    const entry = readEntry(entryOf(vector))
    if (!entry.ok) throw new Error(entry.error.kind)
    const { coded, open, words } = vector.opened
    expect(entry.value).toMatchObject({ hash: vector.hash, coded, open })
    expect(await openWords(entry.value, await aesKey(bytesOf(vector.caseKey)))).toEqual(ok(words))
  })

  test('logs.json', async () => {
    type Log = { id: string; tip: Tip; entries: EntryText[] }
    const logs = readVector('logs.json') as { desk: Log; case: Log }
    const desk = await verifyDesk(logs.desk.entries.map(entryOf), logs.desk.id, logs.desk.tip)
    if (!desk.ok) throw new Error(desk.error.kind)
    expect(desk.value.desk.members.size).toBe(4)
    const given = logs.case.entries.map(entryOf)
    const verified = await verifyCase(given, {
      id: logs.case.id,
      desk: desk.value.desk,
      known: logs.case.tip,
    })
    expect(verified.ok && verified.value.flatMap(({ missing }) => missing)).toEqual(['sealed', 'open'])
  })

  test('journal.json', async () => {
    type Log = { id: string; tip: Tip; entries: EntryText[] }
    const vector = readVector('journal.json') as Record<'secret' | 'grant', string> &
      Record<'deskEpoch' | 'epoch', number> & { desk: Log; journal: Log; words: unknown[] }
    const { desk: deskLog, journal, secret, deskEpoch, epoch } = vector
    const desk = await verifyDesk(deskLog.entries.map(entryOf), deskLog.id, deskLog.tip)
    if (!desk.ok) throw new Error(desk.error.kind)
    expect(journalOf(deskLog.id)).toBe(journal.id)
    const given = { desk: desk.value.desk, known: journal.tip }
    const log = await verifyJournal(journal.entries.map(entryOf), given)
    if (!log.ok) throw new Error(log.error.kind)
    const key = await deskKey({ v: 1, desk: deskLog.id, epoch: deskEpoch, secret, inbox: '' })
    const opens = (await openGrant(key, { log: journal.id, epoch }, bytesOf(vector.grant)))!
    const words = await Promise.all(log.value.map((entry) => openWordsOf(entry, opens)))
    expect(words).toEqual(vector.words.map((one) => ok(one)))
  })

  test('head.json', async () => {
    const vector = readVector('head.json') as Record<
      'statement' | 'signature' | 'sealed' | 'caseKey' | 'publicKey',
      string
    > & { context: unknown; summary: unknown }
    const head = {
      statement: utf8(vector.statement),
      signature: bytesOf(vector.signature),
      sealed: bytesOf(vector.sealed),
    }
    const { context, summary } = vector
    expect(await openHead(head, await aesKey(bytesOf(vector.caseKey)))).toEqual(ok({ context, summary }))
    expect(await checkHead(head, (await verifyingKey(bytesOf(vector.publicKey)))!)).toBe(true)
  })

  test('grant.json', async () => {
    const vector = readVector('grant.json') as {
      desk: string
      deskEpoch: number
      secret: string
      of: { log: string; epoch: number }
      grant: string
    }
    const { desk, deskEpoch: epoch, secret, of, grant } = vector
    const key = await deskKey({ v: 1, desk, epoch, secret, inbox: '' })
    expect(await openGrant(key, of, bytesOf(grant))).not.toBeNull()
  })

  test('vault.json, whose age identity can never be made again', async () => {
    const vector = readVector('vault.json') as Record<'name' | 'passphrase' | 'seed' | 'vault', string> & {
      opened: object
    }
    const derived = await derive(vector.passphrase, vector.name, vector.seed)
    expect(await openVault(vector.vault, derived, vector.name)).toMatchObject({
      ok: true,
      value: vector.opened,
    })
  })

  test.each([
    ['removal.json', 3],
    ['epoch.json', 4],
  ])('%s, by which a device reads on under the keys of before', async (name, members) => {
    const vector = readVector(name) as Record<'secret' | 'log' | 'grant' | 'oldKey', string> & {
      desk: { id: string; tip: Tip; entries: Parameters<typeof entryOf>[0][] }
      before: DeskSecret
      epoch: number
    }
    const { desk, before, epoch, log } = vector
    const verified = await verifyDesk(desk.entries.map(entryOf), desk.id, desk.tip)
    if (!verified.ok) throw new Error(verified.error.kind)
    expect(verified.value.desk).toMatchObject({ epoch: 2, members: { size: members } })
    const next: DeskSecret = { ...before, epoch: 2, secret: vector.secret }
    const words = await openWords(verified.value.log.at(-1)!, (await deskKey(next)).key)
    expect(words.ok && secretBefore(words.value, next)).toEqual(before)
    const keys = await openGrant(await deskKey(next), { log, epoch }, bytesOf(vector.grant))
    expect(keys?.keys).toHaveLength(2)
  })

  test('vault_changed.json, the same vault under another passphrase', async () => {
    const vector = readVector('vault_changed.json') as Record<
      'name' | 'passphrase' | 'seed' | 'vault',
      string
    > & {
      opened: object
      change: number
    }
    const derived = await derive(vector.passphrase, vector.name, vector.seed)
    const value = { ...vector.opened, vaultChange: vector.change }
    expect(await openVault(vector.vault, derived, vector.name)).toMatchObject({ ok: true, value })
  })

  test('reopening.json, by which a locked device opens again', async () => {
    type Wrapped = Record<'wrap' | 'proof' | 'half', string>
    const vector = readVector('reopening.json') as {
      name: string
      opened: object
      pin: Wrapped & { pin: string }
      passkey: Wrapped & { answer: string }
    }
    const tried = [
      [vector.pin, { way: 'pin', pin: vector.pin.pin }],
      [vector.passkey, { way: 'passkey', answer: bytesOf(vector.passkey.answer) }],
    ] as const
    for (const [{ wrap, proof, half }, held] of tried) {
      const reopener = await prepareReopening(utf8(wrap), held)
      expect(reopener?.proof).toBe(proof)
      expect(await reopener?.open(vector.name, half)).toMatchObject({ ok: true, value: vector.opened })
    }
  })

  test('bundle.json, an age file that must open for ever', async () => {
    const vector = readVector('bundle.json') as Record<'identity' | 'hash' | 'bundle', string> & {
      secret: DeskSecret
    }
    const { desk, epoch } = vector.secret
    const opened = await openBundle(bytesOf(vector.bundle), vector.identity, {
      desk,
      epoch,
      hash: vector.hash,
    })
    expect(opened).toEqual(ok(vector.secret))
  })

  test('signed_bundle.json, a request of one installation to another', async () => {
    const vector = readVector('signed_bundle.json') as Record<'identity' | 'digits' | 'file', string> & {
      bundle: Bundle
    }
    const opened = await openSignedBundle(bytesOf(vector.file), [vector.identity])
    if (!opened.ok) throw new Error(opened.error.kind)
    expect(readBundle(opened.value.content)).toEqual(ok(vector.bundle))
    expect(opened.value.recipient).toBe(vector.bundle.to.recipient)
    expect(await opened.value.isSignedBy(vector.bundle.from.signing)).toBe(true)
    expect(fingerprint(vector.bundle.from)).toBe(vector.digits)
    const newer = { ...vector.bundle, format: 'amparo/bundle/2', more: 1 }
    expect(readBundle(newer)).toEqual(err({ kind: 'newer_format' }))
    for (const other of [{ ...vector.bundle, more: 1 }, { ...vector.bundle, kind: 'order' }, 'a text', null])
      expect(readBundle(other)).toEqual(err({ kind: 'not_a_bundle' }))
    const card = cardBytes(vector.bundle.from)
    expect(readCard(card)).toEqual(ok(vector.bundle.from))
    expect(readCard(card.subarray(1))).toEqual(err({ kind: 'not_a_bundle' }))
  })

  test('evidence.json, age files that are sealed again to the same bytes and open for ever', async () => {
    type Vector = Record<'identity' | 'header' | 'hash' | 'cipher' | 'plain' | 'sealed', string> & {
      size: number
    }
    const { short, empty, long } = readVector('evidence.json') as Record<'short' | 'empty' | 'long', Vector>
    const counted = Uint8Array.from({ length: long.size }, (_, at) => at % 251)
    for (const [vector, plain] of [
      [short, bytesOf(short.plain)],
      [empty, new Uint8Array(0)],
      [long, counted],
    ] as const) {
      const key = await openEvidenceKey(vector.identity, bytesOf(vector.header))
      const hashes = [await sha256(plain)]
      const sealed = await sealBlock(key!, { size: plain.length, hashes }, { index: 0, plain })
      expect(toBase64url(hashes[0]!)).toBe(vector.hash)
      expect(toBase64url(await sha256(sealed!))).toBe(vector.cipher)
      if (vector.sealed !== undefined) expect(toBase64url(sealed!)).toBe(vector.sealed)
      const chunks = { first: 0, count: chunksOf(plain.length), sealed: sealed!.subarray(key!.header.length) }
      expect(openChunks(key!, plain.length, chunks)).toEqual(plain)
      const decrypter = new Decrypter()
      decrypter.addIdentity(vector.identity)
      expect(await decrypter.decrypt(sealed!)).toEqual(plain)
    }
  })
})
