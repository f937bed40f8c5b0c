/** The vector of root-v1.md. Its shares were drawn once: the library that splits draws its own chance. */
import { type RootForm, noteBytes, proofBytes, rootBytes, rootDigits, toSignAs } from '#members/core/root.ts'
import { bodyHash } from '#members/core/recovery.ts'
import { rootKeys, signByRoot } from '#vault/client/v1/root.ts'
import { fromBase64url, fromUtf8, toBase64url } from '#vault/core/bytes.ts'
import { setOf, shareText } from '#vault/core/v1/share_text.ts'
import { seededChance } from './chance.ts'
import { entryText } from './vectors.ts'
import { append, bundleHash, cardOf, makeWorld, makeWriter, read, rightOf } from './vault_world.ts'

const ROOT_PIECES = [
  'tSRq9WZoSbF2gxbZSp3mg5NJPScfRXm4SL_U7gDdyoCc',
  '4tUSNCdwpdAvhCkGpXcrATOWfPtXjrtBs39CFjQlclSj',
  'N-ct6e2KClkfe2-S3muLjmcCtruHnbIlT-5KPvAN3ELl',
]

/** A secret with shares drawn once; its keys, what they sign, and a desk's log that trusts it, lets a member in and certifies a lead. */
export const rootVector = async () => {
  const chance = seededChance('vectors root')
  const secret = chance(32)
  const keys = await rootKeys(secret)
  const { root, recovery } = keys
  const set = setOf(fromBase64url(root)!)
  const shares = ROOT_PIECES.map((piece, place) => {
    const share = { threshold: 2, number: place + 1, set, piece: fromBase64url(piece)! }
    return { number: share.number, piece, text: shareText(share) }
  })
  const stated = { v: 1, organisation: 'Lantern Watch', root, recovery, threshold: 2, shares: 3 } as const
  const statement = rootBytes({ ...stated, day: '2026-11-22' })
  const world = await makeWorld('vectors root desk')
  const { lead, writer, desk } = world
  const bundle = { epoch: 1, bundle: bundleHash('rooted') }
  const roster = rightOf(world, lead)
  const rooted = await append(
    desk,
    lead,
    { kind: 'rooted', coded: { root, recovery, ...bundle }, roster },
    chance,
  )
  const again = await makeWriter(writer.name, chance)
  const card = { ...cardOf(again), account: writer.account, recipient: `${again.recipient}q` }
  const coded = { card, epoch: 1, bundle: bundleHash('recovered') }
  const byRoot = { ...writer, signing: keys.signing }
  const recovered = await append(desk, byRoot, { kind: 'recovered', coded, roster: rooted.hash }, chance)
  const place = { desk: desk.id, founding: read(desk.entries[0]!).hash, seq: recovered.statement.seq }
  const { account, name, signing } = card
  const desks = [{ ...place, hash: recovered.hash }]
  const note = noteBytes({ v: 1, account, name, signing, root, recovery, day: '2026-11-22', desks })
  const asked = {
    challenge: 'nonce.1795341600.mac',
    origin: 'https://desk.example.org',
    path: '/recovery/account',
  }
  const proof = proofBytes({ v: 1, root, ...asked, body: bodyHash({ account }) })
  const signed = async (form: RootForm, bytes: Uint8Array) => ({
    bytes: fromUtf8(bytes),
    signature: await signByRoot(keys, toSignAs(form, bytes)),
  })
  const certified = { card: cardOf(world.second), until: '2027-11-22T10:15:00Z' }
  const leadByRoot = { ...world.second, signing: keys.signing }
  await append(
    desk,
    leadByRoot,
    { kind: 'certified', coded: certified, roster: rooted.hash, at: '2026-11-22T10:15:00Z' },
    chance,
  )
  return {
    secret: toBase64url(secret),
    root,
    identity: keys.identity,
    recovery,
    digits: rootDigits(keys),
    shares,
    statement: await signed('root', statement),
    proof: await signed('proof', proof),
    note: await signed('note', note),
    log: { id: desk.id, entries: desk.entries.map(entryText) },
  }
}
