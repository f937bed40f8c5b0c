/** A stream to a file of the member's choice; where a browser has no such choice, to its downloads. */
import type { SavedEvidence } from '#cases/client/evidence_views.ts'
import { saveFile } from '#platform/ui/save_file.ts'
import { startPiecewise } from './piecewise.ts'

type Writable = WritableStream<Uint8Array> & { abort(): Promise<void> }
type Picked = { createWritable(): Promise<Writable> }
type Picker = (given: { readonly suggestedName: string }) => Promise<Picked>

export type Target = {
  readonly write: (stream: ReadableStream<Uint8Array>, of: ToSave) => Promise<void>
  /** The whole of it stands in memory before any of it is saved: the browser knows no other way. */
  readonly gathers: boolean
}
export type ToSave = Pick<SavedEvidence, 'name' | 'mediaType' | 'size'>

/** Asked within the member's own click. Null: they thought better of it. */
export const chooseTarget = async (name: string): Promise<Target | null> => {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (pick === undefined) return download()
  try {
    const picked = await pick({ suggestedName: name })
    // What fails on its way leaves no half file: the browser puts it in place at the end.
    return { write: async (stream) => stream.pipeTo(await picked.createWritable()), gathers: false }
  } catch {
    return null
  }
}

/** Never what a browser would open by itself, at our address: pages and drawings come with programs in them. */
export const typeToSave = (mediaType: string): string =>
  /^(image\/(jpeg|png|gif|webp|avif|heic|heif|tiff|bmp)|(audio|video)\/[a-z0-9.+-]+)$/.test(mediaType)
    ? mediaType
    : 'application/octet-stream'

const download = async (): Promise<Target> => {
  const piecewise = await startPiecewise()
  if (piecewise)
    return {
      write: (stream, of) => piecewise.save(stream, downloadHeaders(of)),
      gathers: false,
    }
  return { write: gather, gathers: true }
}

/** Not as a blob made from the stream: browsers put those aside on the disk, in clear. */
const gather: Target['write'] = async (stream, { name, mediaType }) =>
  saveFile(name, await new Response(stream).arrayBuffer(), typeToSave(mediaType))

/** As a server gives a file to be saved and never shown. */
export const downloadHeaders = ({ name, mediaType, size }: ToSave): Readonly<Record<string, string>> => ({
  'content-type': typeToSave(mediaType),
  'content-length': String(size),
  // RFC 8187 writes these five of what `encodeURIComponent` leaves.
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
})
