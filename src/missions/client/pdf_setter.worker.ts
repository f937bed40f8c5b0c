/**
 * Sets reports as PDF, apart from the page and without a key. What it is told to set ends with it.
 *
 * [Note: No eval] The compiler's glue makes five functions from text while it starts, which our policy refuses. They only
 * say that it has neither files nor packages, so they are given to it here as functions.
 */
import init, { TypstCompilerBuilder } from '@myriaddreamin/typst-ts-web-compiler'

export type SetterOrder = {
  /** Address of the compiler, packed by gzip. */
  readonly compiler: string
  readonly fonts: readonly string[]
  readonly source: string
  readonly data: string
}
export type FromSetter =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failed' }

const post = (message: FromSetter): void =>
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker speaks to its own page alone
  globalThis.postMessage(message)

const givenFunctions: Readonly<Record<string, (...given: readonly unknown[]) => unknown>> = {
  'return 0': () => 0,
  'return true': () => true,
  'return path': (path) => path,
}
const refuse = (): never => {
  throw new Error('it has neither files nor packages')
}
// See [Note: No eval].
Object.defineProperty(globalThis, 'Function', {
  value: function FromText(...given: readonly string[]) {
    return givenFunctions[given.at(-1) ?? ''] ?? refuse
  },
})

/** About 10 MB of compiler, and fonts of both scripts. */
const ROUGHLY = 12_000_000

const fetchAll = async ({ compiler, fonts }: SetterOrder) => {
  let done = 0
  const one = async (address: string): Promise<Uint8Array<ArrayBuffer>> => {
    const { ok, body } = await fetch(address)
    if (!ok || body === null) throw new Error('not here')
    const counted = body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (piece, on) => {
          done += piece.byteLength
          post({ kind: 'progress', done: Math.min(done, ROUGHLY), total: ROUGHLY })
          on.enqueue(piece)
        },
      }),
    )
    const stream = address === compiler ? counted.pipeThrough(new DecompressionStream('gzip')) : counted
    return new Uint8Array(await new Response(stream).arrayBuffer())
  }
  const [program, ...letters] = await Promise.all([compiler, ...fonts].map(one))
  return { program: program!, letters }
}

/** `pdf` of the compiler's own list of formats. */
const PDF = 'pdf'
const WITHOUT_DIAGNOSTICS = 0

const set = async (order: SetterOrder): Promise<Uint8Array<ArrayBuffer> | null> => {
  const { program, letters } = await fetchAll(order)
  await init({ module_or_path: program })
  const builder = new TypstCompilerBuilder()
  builder.set_dummy_access_model()
  for (const letter of letters) await builder.add_raw_font(letter)
  const compiler = await builder.build()
  compiler.add_source('/main.typ', order.source)
  const answer: unknown = compiler.compile('/main.typ', [['data', order.data]], PDF, WITHOUT_DIAGNOSTICS)
  const bytes = answer instanceof Uint8Array ? answer : (answer as { readonly result?: unknown }).result
  return bytes instanceof Uint8Array ? new Uint8Array(bytes) : null
}

globalThis.addEventListener('message', async ({ data: order }: MessageEvent<SetterOrder>) => {
  try {
    const bytes = await set(order)
    post(bytes === null ? { kind: 'failed' } : { kind: 'pdf', bytes })
  } catch {
    // The compiler's words may quote what it was given; nobody is told more than that it did not work.
    post({ kind: 'failed' })
  }
})
