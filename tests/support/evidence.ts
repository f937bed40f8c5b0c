/** Files for evidence, by chance and by name, and what a test does with the streams that come back. */
import { seededChance } from './chance.ts'
import { type TestDesk, value } from './app.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** Bytes that no compression and no luck makes equal to others of another seed. */
export const bytesOf = (size: number, seed = 'evidence'): Bytes => {
  const chance = seededChance(seed)
  const one = Uint8Array.from(chance(4096))
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += one.length) {
    bytes.set(one.subarray(0, Math.min(one.length, size - at)), at)
    if (at + 4 <= size) new DataView(bytes.buffer).setUint32(at, at)
  }
  return bytes
}

export const fileOf = (bytes: Bytes, name = 'film.mp4', type = 'video/mp4'): File =>
  new File([bytes], name, { type, lastModified: 1_700_000_000_000 })

export const readAll = async (stream: ReadableStream<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

export const openedCase = async (app: TestDesk, dark = false) => {
  const opened = { kind: 'opened', coded: dark ? { dark } : { dark, country: 'TJ' } }
  const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened] }))
  return { desk: app.desk, case: made.case }
}

type Where = { readonly desk: string; readonly case: string }

/** Adds a file and answers the id of its entry. */
export const addFile = async (device: Workbench, where: Where, file: File): Promise<string> => {
  const view = value(await device.addEvidence({ ...where, file, type: 'video', words: { title: 'A film' } }))
  return view.entries.at(-1)!.id
}
