/** A stream to a file of the member's choice; where a browser has no such choice, to its downloads. */
import { saveFile } from '#platform/ui/save_file.ts'

type Writable = WritableStream<Uint8Array> & { abort(): Promise<void> }
type Picked = { createWritable(): Promise<Writable> }
type Picker = (given: { readonly suggestedName: string }) => Promise<Picked>

export type Target = {
  readonly write: (stream: ReadableStream<Uint8Array>, mediaType: string) => Promise<void>
}

/** Asked within the member's own click. Null: they thought better of it. */
export const chooseTarget = async (name: string): Promise<Target | null> => {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (pick === undefined) return { write: (stream, mediaType) => download(stream, name, mediaType) }
  try {
    const picked = await pick({ suggestedName: name })
    // What fails on its way leaves no half file: the browser puts it in place at the end.
    return { write: async (stream) => stream.pipeTo(await picked.createWritable()) }
  } catch {
    return null
  }
}

/** Never what a browser would open by itself, at our address: pages and drawings come with programs in them. */
export const typeToSave = (mediaType: string): string =>
  /^(image\/(jpeg|png|gif|webp|avif|heic|heif|tiff|bmp)|(audio|video)\/[a-z0-9.+-]+)$/.test(mediaType)
    ? mediaType
    : 'application/octet-stream'

const download = async (
  stream: ReadableStream<Uint8Array>,
  name: string,
  mediaType: string,
): Promise<void> => {
  const bytes = await new Response(stream).arrayBuffer()
  saveFile(name, bytes, typeToSave(mediaType))
}
