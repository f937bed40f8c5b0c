/** Files that are there whole or not at all, also after a power cut. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a name ends in until its file is whole. */
export const UNFINISHED = '.unfinished'

export type Put = (bytes: Uint8Array) => Promise<void>

/** Under its name stands nothing or all of it: written beside, brought to the disk, then renamed. */
export const writeWhole = async (path: string, write: (put: Put) => Promise<void>): Promise<void> => {
  const draft = `${path}${UNFINISHED}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await write((bytes) => writeAll(file, bytes))
    await file.sync()
    await file.close()
    await rename(draft, path)
    await syncFolder(join(path, '..'))
  } catch (cause) {
    await file.close().catch(() => undefined)
    await rm(draft, { force: true }).catch(() => undefined)
    throw cause
  }
}

const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let at = 0; at < bytes.length;)
    at += (await file.write(bytes, at, Math.min(bytes.length - at, 1 << 20))).bytesWritten
}

/** A new name is on the disk only when its folder is. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
