/** ZIP files for tests, whole ones and such as lie. */
import { deflateRawSync } from 'node:zlib'

type Packed = {
  readonly packed: Buffer
  readonly size: number
  readonly flags?: number
  readonly method?: 0 | 8
}

export const zipOf = (files: Readonly<Record<string, string | Packed>>): Uint8Array => {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const [name, file] of Object.entries(files)) {
    const { packed, size, flags = 0, method = 8 } = typeof file === 'string' ? pack(file) : file
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    locals.push(local, Buffer.from(name), packed)
    entries.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...locals, directory, end]))
}

/** As it is. */
export const stored = (text: string): Packed => ({
  packed: Buffer.from(text),
  size: Buffer.byteLength(text),
  method: 0,
})

const pack = (text: string): Packed => ({ packed: deflateRawSync(text), size: Buffer.byteLength(text) })
