/** Whoever can write where backups lie: a row is changed and all sums are made to fit. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

import { readTar, tarEnd, tarOf } from '../../src/platform/server/tar.ts'

type Said = { tables: { name: string; bytes: number; sha256: string }[] }

export const forge = (from: string, to: string): void => {
  const files = new Map(
    (readTar(readFileSync(from)) ?? []).map(({ path, bytes }) => [path, Buffer.from(bytes)]),
  )
  const rows = Buffer.from(files.get('tables/desk/000000.copy')?.toString().replace('North', 'Forged') ?? '')
  files.set('tables/desk/000000.copy', rows)
  const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as Said
  const desk = manifest.tables.find(({ name }) => name === 'desk')!
  desk.bytes = rows.length
  desk.sha256 = createHash('sha256').update(rows).digest('hex')
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  files.set('manifest.json', text)
  const seal = JSON.parse(files.get('seal.json')?.toString() ?? '') as { sha256: string }
  const sealed = { ...seal, sha256: createHash('sha256').update(text).digest('hex') }
  files.set('seal.json', Buffer.from(`${JSON.stringify(sealed, null, 2)}\n`))
  const at = new Date()
  writeFileSync(
    to,
    Buffer.concat([...[...files].map(([path, bytes]) => tarOf({ path, bytes }, at)), tarEnd()]),
  )
}
