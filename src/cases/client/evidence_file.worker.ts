/**
 * Takes files of strangers apart: their metadata, a copy without them, pixels and sound for a preview. No key is here,
 * nothing is sent from here, and a file that breaks it breaks nothing else.
 */
// oxlint-disable-next-line import/no-unassigned-import -- it must run before any schema is made
import '#platform/client/no_eval.ts'
import { blobSource, type ByteSource, readWhole } from './files/byte_source.ts'
import { makeCleanCopy } from './files/clean_copy.ts'
import type { FromJob, Job, JobAnswers, JobFile, JobQuestion, ToJob } from './files/jobs.ts'
import { readFacts } from './files/read_facts.ts'
import { sniff } from './files/sniff.ts'

const post = (message: FromJob, moved: readonly Transferable[] = []): void =>
  globalThis.postMessage(message, { transfer: [...moved] })

const waiting = new Map<number, (value: unknown) => void>()
let asked = 0

const ask = (question: JobQuestion): Promise<unknown> =>
  new Promise((resolve) => {
    asked += 1
    waiting.set(asked, resolve)
    post({ ask: asked, question })
  })

const sourceOf = (file: JobFile): ByteSource =>
  file instanceof Blob
    ? blobSource(file)
    : {
        size: file.size,
        read: async (from, to) => {
          const bytes = await ask({ kind: 'read', from, to: Math.min(to, file.size) })
          if (!(bytes instanceof Uint8Array)) throw new Error('the file can no longer be read')
          return bytes as Uint8Array<ArrayBuffer>
        },
      }

/** Pictures are decoded whole. */
const LARGEST_PICTURE = 150_000_000

const draw = async (source: ByteSource, most: number): Promise<ImageBitmap | null> => {
  if (source.size > LARGEST_PICTURE) return null
  const [kind, bytes] = [await sniff(source), await readWhole(source)]
  const [{ drawPicture }, { orientationOf }] = await Promise.all([
    import('./files/draw_picture.ts'),
    import('./files/picture_facts.ts'),
  ])
  const canvas = await drawPicture(bytes, kind, { orientation: await orientationOf(bytes, kind), most })
  return canvas?.transferToImageBitmap() ?? null
}

const act = async (job: Job): Promise<JobAnswers[keyof JobAnswers]> => {
  const source = sourceOf(job.file)
  switch (job.kind) {
    case 'report':
      return readFacts(source)
    case 'clean':
      return makeCleanCopy(source, async (given) =>
        (await import('./files/draw_picture.ts')).turnPicture(given),
      )
    case 'draw':
      return draw(source, job.most)
    case 'play': {
      const { playMedia } = await import('./files/play_media.ts')
      return playMedia(source, {
        kind: job.as,
        from: job.from,
        canPlay: async (mime) => (await ask({ kind: 'can_play', mime })) === true,
        give: async (piece) => void (await ask({ kind: 'give', piece })),
      })
    }
  }
}

globalThis.addEventListener('message', async ({ data }: MessageEvent<ToJob>) => {
  if ('answered' in data) {
    waiting.get(data.answered)?.(data.value)
    waiting.delete(data.answered)
    return
  }
  try {
    const done = await act(data.job)
    post({ done }, done instanceof ImageBitmap ? [done] : [])
  } catch {
    post({ failed: true })
  }
})
