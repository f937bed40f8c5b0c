/** A file as places from which bytes can be had: one that was chosen, or evidence, opened piece by piece. */
export type ByteSource = {
  readonly size: number
  /** From one place to another (not included), cut at the end. */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>
}

export const bytesSource = (bytes: Uint8Array<ArrayBuffer>): ByteSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.slice(from, Math.min(to, bytes.length))),
})

export const blobSource = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
})

export const readWhole = (source: ByteSource): Promise<Uint8Array<ArrayBuffer>> => source.read(0, source.size)

/** One character for one byte. */
export const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string => {
  let text = ''
  for (let at = from; at < Math.min(to, bytes.length); at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
