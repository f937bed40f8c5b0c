// Checks an unpacked export with nothing but Node: node verify.mjs FOLDER [FILES]. Formats: export-v1.md, evidence-v1.md.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? '.'
const faults = []
const check = (holds, fault) => holds || faults.push(fault)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64url')
const read = (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null)
const ed25519 = (x) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

const { desk, logs, files } = JSON.parse(read('manifest.json'))
for (const { path, sha256: hash } of files)
  check(sha256(read(path) ?? '') === hash, `${path}: missing or changed`)
const listed = new Set(['manifest.json', ...files.map((file) => file.path)])
for (const path of readdirSync(folder, { recursive: true }))
  check(listed.has(path) || statSync(join(folder, path)).isDirectory(), `${path}: not in the manifest`)

// The desk's log comes first: it gives each right (the hash of its entry) to an account with a key.
const [rights, cards] = [new Map(), new Map()]
let root = null
for (const { log, entries, tip } of logs.toSorted((a, b) => (b.log === desk) - (a.log === desk))) {
  let prev = null
  for (let seq = 0; seq < entries; seq++) {
    const file = `logs/${log}/${seq}`
    const [bytes, signature, coded] = ['statement', 'signature', 'coded'].map((part) =>
      read(`${file}.${part}`),
    )
    if (!bytes || !signature) break
    const s = JSON.parse(bytes)
    check(s.log === log && s.seq === seq && s.prev === prev && s.desk === desk, `${file}: broken link`)
    prev = sha256(Buffer.concat([bytes, signature]))
    const said = log === desk && coded ? JSON.parse(coded.subarray(16)) : {}
    if (said.card) cards.set(said.card.account, said.card.signing)
    if (s.kind === 'rooted') root = said.root
    // What lets a member in again and what certifies a lead is signed by the root, which an earlier entry names.
    const byRoot = s.kind === 'recovered' || s.kind === 'certified'
    const own = { account: s.author, key: byRoot ? root : cards.get(s.author) }
    const right = log === desk ? own : rights.get(s.roster)
    const signed = Buffer.concat([Buffer.from('amparo/v1/entry\0'), bytes])
    const holds =
      right?.account === s.author && right.key && verify(null, signed, ed25519(right.key), signature)
    check(holds, `${file}: wrong signature`)
    const account = s.kind === 'role_changed' ? said.account : said.card?.account
    if (account && s.kind !== 'certified') rights.set(prev, { account, key: cards.get(account) })
    for (const part of ['coded', 'sealed', 'open'].filter((name) => read(`${file}.${name}`)))
      check(sha256(read(`${file}.${part}`)) === s[part], `${file}.${part}: not of its statement`)
  }
  check(prev === tip, `${log}: does not end at the tip of the manifest`)
}
// Files of evidence beside the export: each has the hash that its signed entry names, in a dark case the sealed one.
const beside = process.argv[3]
const cases = readdirSync(folder).includes('cases') ? readdirSync(join(folder, 'cases')) : []
for (const name of beside ? cases : []) {
  for (const entry of JSON.parse(read(`cases/${name}`)).entries) {
    const { kind, coded, words } = (entry.kind === 'dark' ? entry.words : entry) ?? {}
    if (kind !== 'evidence' || !words) continue
    const [path, hash] = [join(beside, `${coded.file}.age`), createHash('sha256')]
    if (existsSync(path)) for await (const piece of createReadStream(path)) hash.update(piece)
    check(hash.digest('base64url') === coded.cipher, `${coded.file}.age: missing or changed`)
  }
}
console.log(faults.length ? faults.join('\n') : `${logs.length} logs: hashes, links and signatures hold`)
process.exitCode = faults.length ? 1 : 0
