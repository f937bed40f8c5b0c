/** Reads one file of somebody else's making: apart from the page and from the keys, and ended when it takes too long. */
// oxlint-disable-next-line import/no-unassigned-import -- it must run before any schema is made
import '#platform/client/no_eval.ts'
import { err, type Result } from '#kernel/core/result.ts'
import type { ReadFile, TextFileRefusal } from '#instruments/core/text_file.ts'
import { readTextFile } from './read_text_file.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker speaks to its own page alone
const post = (answer: Result<ReadFile, TextFileRefusal>): void => globalThis.postMessage(answer)

const read = async (file: Blob): Promise<Result<ReadFile, TextFileRefusal>> => {
  const bytes = await file.arrayBuffer().catch(() => null)
  if (bytes === null) return err({ kind: 'unreadable', at: '' })
  return readTextFile(new Uint8Array(bytes), { newId: () => globalThis.crypto.randomUUID() })
}

globalThis.addEventListener('message', async ({ data: file }: MessageEvent<Blob>) => post(await read(file)))
