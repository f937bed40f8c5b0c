/**
 * The process that sets type. It may read its fonts and programs and no other file, the compiler in it is given neither
 * files nor network, and it is told one page at a time by the process that made it (typeset.ts), with which it ends.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createTypstCompiler } from '@myriaddreamin/typst.ts/compiler'
import { loadFonts } from '@myriaddreamin/typst.ts/options.init'

export type Order = { readonly source: string; readonly data: string }
export type Done =
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array }
  /** Words of the compiler: they may quote the data, so nobody logs them. */
  | { readonly kind: 'refused'; readonly words: string }

const { resolve } = createRequire(import.meta.url)
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(resolve(file)))

const fonts = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
]

const open = async () => {
  const compiler = createTypstCompiler()
  await compiler.init({
    getModule: () => read('@myriaddreamin/typst-ts-web-compiler/wasm'),
    beforeBuild: [loadFonts(fonts.map(read), { assets: false })],
  })
  return compiler
}
const ready = open()

/** `pdf` of the compiler's own list of formats, which is an enum and does not leave its file by type alone. */
const PDF = 1

const set = async ({ source, data }: Order): Promise<Done> => {
  const compiler = await ready
  compiler.addSource('/main.typ', source)
  const { result, diagnostics } = await compiler.compile({
    mainFilePath: '/main.typ',
    inputs: { data },
    format: PDF,
    diagnostics: 'unix',
  })
  return result ? { kind: 'pdf', bytes: result } : { kind: 'refused', words: (diagnostics ?? []).join('\n') }
}

const answer = async (order: Order): Promise<void> => {
  const done = await set(order)
  process.send?.(done)
}

process.on('message', answer)
// Whoever made it is gone.
process.on('disconnect', () => process.exit())
