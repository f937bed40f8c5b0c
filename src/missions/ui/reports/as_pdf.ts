/** A report as PDF, set on this device by a worker that holds no key. It brings 10 MB along, at the first PDF alone. */
// Vite gives addresses as default exports.
// oxlint-disable import/default
import setterAddress from '#missions/client/pdf_setter.worker.ts?worker&url'
import compilerAddress from '@myriaddreamin/typst-ts-web-compiler/wasm?packed'
import { pageSource, reportAsPage } from '#missions/core/reports/as_page.ts'
import type { ReportDocument } from '#missions/core/reports/document.ts'
import type { FromSetter, SetterOrder } from '#missions/client/pdf_setter.worker.ts'
import { trustedAddresses } from '#platform/client/trusted_addresses.ts'

const fonts = import.meta.glob<string>(
  [
    '/node_modules/@expo-google-fonts/noto-sans/{400Regular,700Bold}/*.ttf',
    '/node_modules/@expo-google-fonts/noto-sans-arabic/{400Regular,700Bold}/*.ttf',
  ],
  { query: '?url&no-inline', import: 'default' },
)

/** `done` of `total` bytes are here; while it sets, as many as there are. */
export type SetProgress = (done: number, total: number) => void

/** Null: this browser cannot, or the server is away before the setter was ever fetched. */
export const reportAsPdf = async (report: ReportDocument, progress: SetProgress): Promise<Blob | null> => {
  const order: SetterOrder = {
    compiler: new URL(compilerAddress, location.href).href,
    fonts: await Promise.all(
      Object.values(fonts).map(async (load) => new URL(await load(), location.href).href),
    ),
    source: pageSource,
    data: JSON.stringify(reportAsPage(report)),
  }
  const worker = startSetter()
  try {
    return await answerOf(worker, order, progress)
  } finally {
    worker.terminate()
  }
}

/** Milliseconds without a sign: a line may be slow, and a small phone sets for some seconds. */
const PATIENCE = 90_000

const answerOf = (worker: Worker, order: SetterOrder, progress: SetProgress): Promise<Blob | null> =>
  new Promise((resolve) => {
    let late = setTimeout(() => resolve(null), PATIENCE)
    worker.addEventListener('error', () => resolve(null))
    worker.addEventListener('message', ({ data }: MessageEvent<FromSetter>) => {
      clearTimeout(late)
      if (data.kind === 'progress') {
        late = setTimeout(() => resolve(null), PATIENCE)
        progress(data.done, data.total)
      } else resolve(data.kind === 'pdf' ? new Blob([data.bytes], { type: 'application/pdf' }) : null)
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker.postMessage(order)
  })

const trusted = trustedAddresses('amparo-papers', [setterAddress])

const startSetter = (): Worker => new Worker(trusted(setterAddress), { type: 'module', name: 'setter' })
