/**
 * A PDF drawn page by page, and what it tells of its maker. Its reader runs in a worker without keys; fonts and tables
 * of characters come from our own server, none of a stranger's fonts reaches the browser's, and no script in it runs.
 */
import type { FileFact } from '#cases/core/file_facts.ts'
import { inOrder } from '#cases/core/file_facts.ts'
import type * as Pdfjs from 'pdfjs-dist'
import { pdfFacts } from '#cases/core/pdf_facts.ts'
import { startFileWorker } from './trusted.ts'

export type OpenPdf = {
  readonly pages: number
  readonly facts: () => Promise<readonly FileFact[]>
  /** Draws onto the canvas and answers with the words of the page; null when it cannot be drawn. */
  readonly draw: (page: number, onto: HTMLCanvasElement, width: number) => Promise<string | null>
  readonly close: () => void
}

export type PdfRefusal = 'encrypted' | 'damaged'

const assets = {
  cMapUrl: import.meta.glob<string>('/node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url&no-inline',
    import: 'default',
  }),
  standardFontDataUrl: import.meta.glob<string>('/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url&no-inline',
    import: 'default',
  }),
  wasmUrl: import.meta.glob<string>('/node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm', {
    query: '?url&no-inline',
    import: 'default',
  }),
} as const

/** Called by the reader in its worker for what a page needs. */
class OwnAssets {
  async fetch({ kind, filename }: { kind: keyof typeof assets; filename: string }): Promise<Uint8Array> {
    const find = Object.entries(assets[kind]).find(([path]) => path.endsWith(`/${filename}`))?.[1]
    if (find === undefined) throw new Error('not among what is shipped')
    const answer = await fetch(await find())
    return new Uint8Array(await answer.arrayBuffer())
  }
}

export const openPdf = async (bytes: Uint8Array<ArrayBuffer>): Promise<OpenPdf | PdfRefusal> => {
  const pdfjs: typeof Pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const port = startFileWorker('pdf')
  const worker = pdfjs.PDFWorker.create({ port })
  const loading = pdfjs.getDocument({
    data: bytes,
    worker,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: MOST_PIXELS,
    // Addresses are not asked of it; each of these only says that there is something to ask for.
    cMapUrl: 'own/',
    standardFontDataUrl: 'own/',
    wasmUrl: 'own/',
    BinaryDataFactory: OwnAssets,
    verbosity: 0,
  })
  const close = (): void => {
    void loading.destroy()
    port.terminate()
  }
  try {
    const document = await loading.promise
    return {
      pages: document.numPages,
      facts: () => factsOf(document),
      draw: (page, onto, width) => drawPage(document, { page, onto, width }),
      close,
    }
  } catch (fault) {
    close()
    return fault instanceof Error && fault.name === 'PasswordException' ? 'encrypted' : 'damaged'
  }
}

const MOST_PIXELS = 60_000_000

/** Notes on pages are looked for on so many. */
const MOST_NOTED = 200

const factsOf = async (document: Pdfjs.PDFDocumentProxy): Promise<readonly FileFact[]> => {
  const { info, metadata } = await document.getMetadata()
  const attachments: unknown = await document.getAttachments()
  const remarks: string[] = []
  for (let number = 1; number <= Math.min(document.numPages, MOST_NOTED); number++) {
    const page = await document.getPage(number)
    const notes = (await page.getAnnotations()) as readonly {
      readonly titleObj?: { readonly str?: string }
    }[]
    remarks.push(...notes.flatMap(({ titleObj }) => (titleObj?.str ? [titleObj.str] : [])))
  }
  const count = attachments instanceof Map ? attachments.size : Object.keys(attachments ?? {}).length
  return inOrder(
    pdfFacts({ info: info as Record<string, unknown>, xmp: xmpOf(metadata), attachments: count, remarks }),
  )
}

const xmpOf = (metadata: unknown): string => {
  const held = metadata as { getRaw?: () => unknown } | null
  const raw = held?.getRaw?.()
  return typeof raw === 'string' ? raw : ''
}

type Drawing = { readonly page: number; readonly onto: HTMLCanvasElement; readonly width: number }

const drawPage = async (document: Pdfjs.PDFDocumentProxy, given: Drawing): Promise<string | null> => {
  try {
    const page = await document.getPage(given.page)
    const whole = page.getViewport({ scale: 1 })
    const sharp = Math.min(2, globalThis.devicePixelRatio || 1)
    const viewport = page.getViewport({ scale: (given.width * sharp) / whole.width })
    given.onto.width = Math.floor(viewport.width)
    given.onto.height = Math.floor(viewport.height)
    await page.render({ canvas: given.onto, viewport, annotationMode: 1 }).promise
    const { items } = await page.getTextContent()
    return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
  } catch {
    return null
  }
}
