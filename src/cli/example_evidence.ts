/** Files of evidence for the example: a picture drawn here and a letter, both invented and saying so. */
import { crc32, deflateSync } from 'node:zlib'

import { appendEntries } from '#cases/client/case_writing.ts'
import { noCasesYet, viewCase } from '#cases/client/desk_cases.ts'
import { addEvidence, type EvidenceOf, noEvidenceYet } from '#cases/client/evidence_upload.ts'
import type { FileLike } from '#cases/client/evidence_views.ts'

import { type Device, expectOk } from './device.ts'
import { SYNTHETIC } from './example_cases.ts'

type OfCase = { readonly desk: string; readonly case: string }

export const addExampleEvidence = async (device: Device, where: OfCase): Promise<void> => {
  const of = evidenceOf(device)
  const picture = {
    ...where,
    type: 'image',
    file: fileOf('door.png', 'image/png', drawnDoor()),
    words: { title: 'The door, the morning after', receivedFrom: 'A neighbour', note: SYNTHETIC },
  } as const
  const letter = {
    ...where,
    type: 'document',
    file: fileOf(
      'letter.txt',
      'text/plain',
      new TextEncoder().encode(`They came at night.\n\n${SYNTHETIC}\n`),
    ),
    words: { title: 'A letter to the desk', receivedHow: 'By messenger, on paper; typed here' },
  } as const
  for (const given of [picture, letter]) expectOk(await addEvidence(of, given), 'add evidence')
}

const evidenceOf = ({ deps, unlocked }: Device): EvidenceOf => {
  const cases = noCasesYet({ deps, unlocked, progress: () => undefined })
  return noEvidenceYet({
    ...cases,
    bytes: deps.bytes,
    view: (given) => viewCase(cases, given),
    append: (given) => appendEntries(cases, given),
  })
}

const fileOf = (name: string, type: string, content: Uint8Array<ArrayBuffer>): FileLike => {
  const blob = new Blob([content])
  return { name, type, size: blob.size, lastModified: 0, slice: (from, to) => blob.slice(from, to) }
}

const WIDTH = 240
const HEIGHT = 320

/** A PNG of three colours: a wall, a door in it, and a crack through the door. */
const drawnDoor = (): Uint8Array<ArrayBuffer> => {
  const rows = Buffer.alloc(HEIGHT * (WIDTH + 1))
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) rows[y * (WIDTH + 1) + 1 + x] = colourAt(x, y)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  // Eight bits, indexed colours.
  head.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from([0xe6, 0xdc, 0xc8, 0x6b, 0x4a, 0x2b, 0x1e, 0x1a, 0x16])
  const author = Buffer.from(`Author\0${SYNTHETIC}`, 'latin1')
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('PLTE', colours),
      chunk('tEXt', author),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

const colourAt = (x: number, y: number): number => {
  if (x < 60 || x >= 180 || y < 60) return 0
  const crack = 110 + Math.abs((y % 40) - 20)
  return x >= crack && x < crack + 5 ? 2 : 1
}

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(content.length, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
