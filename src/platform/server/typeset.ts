/**
 * Pages of paper as PDF, in both scripts, with the fonts that the application brings.
 *
 * [Note: Text is data] `source` is ours and constant; what people wrote travels beside it as JSON and is never read as
 * source. A template shows it by putting strings into content (`#data.title`), and never calls `eval` on them.
 *
 * [Note: Apart] Setting type takes up to seconds and hundreds of megabytes, so a process of its own does it: at low
 * priority, with so much memory and time and no more, without environment, secrets or data folder; the compiler in it
 * is given neither files nor network. One page is set at a time; a process that nobody needs for a while ends.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Done, Order } from './typeset.process.ts'

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }
/** `lang` sets hyphens, shapes and direction. */
export type PageData = { readonly lang: string; readonly [key: string]: Json | undefined }

/** Stands before every template: A4, both scripts, and `data`. No date of making: the same data is the same file. */
const prelude = `
#let data = json(bytes(sys.inputs.data))
#set document(date: none)
#set page(paper: "a4", margin: (x: 25mm, top: 22mm, bottom: 22mm))
#set text(font: ("Noto Sans", "Noto Sans Arabic"), size: 10.5pt, lang: data.lang)
#set par(leading: 0.75em, spacing: 1.1em)
`

/** Characters of JSON: some 300 pages. */
const MOST_DATA = 2_000_000
/** Milliseconds, the start of the process (4 s on a busy server) included. */
const PATIENCE = 30_000
/** Milliseconds: whoever prints a letter prints the next one soon. */
const IDLE = 60_000
/** 64 KiB each: 512 MiB. The compiler itself needs 100. */
const MEMORY_PAGES = 8_192

/** A4 as PDF. Throws what no reader can mend: a fault in the template, data without measure, time or memory used up. */
export const typeset = async (source: string, data: PageData): Promise<Uint8Array<ArrayBuffer>> => {
  const text = JSON.stringify(data)
  if (text.length > MOST_DATA) throw new RangeError('too much to be set')
  const set = before.then(() => setNow({ source: prelude + source, data: text }))
  // Whoever comes next waits also for one that fails, and does not fail with it.
  before = set.catch(() => undefined)
  return set
}

/** The page before this one. */
let before: Promise<unknown> = Promise.resolve()
let setter: ChildProcess | undefined
let idle: NodeJS.Timeout | undefined

const setNow = async (order: Order): Promise<Uint8Array<ArrayBuffer>> => {
  clearTimeout(idle)
  setter ??= start()
  const working = setter
  working.channel?.ref()
  try {
    const done = await answerOf(working, order)
    if (done.kind === 'refused') throw new Error(`the page could not be set: ${done.words}`)
    return new Uint8Array(done.bytes)
  } finally {
    // It waits for nobody, and nobody for it: a command that is finished ends.
    working.channel?.unref()
    idle = setTimeout(stop, IDLE).unref()
  }
}

const start = (): ChildProcess => {
  const child = fork(fileURLToPath(new URL('typeset.process.ts', import.meta.url)), [], {
    serialization: 'advanced',
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      '--permission',
      ...readable().map((path) => `--allow-fs-read=${path}`),
      `--wasm-max-mem-pages=${MEMORY_PAGES}`,
      '--max-old-space-size=128',
    ],
  })
  child.unref()
  child.once('exit', () => {
    if (setter === child) setter = undefined
  })
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10)
  } catch {
    // Where that is not allowed it works at usual priority.
  }
  return child
}

/** Its own source, what says how to read it, and the packages; neither data folder nor secrets. */
const readable = (): readonly string[] => {
  const here = dirname(fileURLToPath(import.meta.url))
  const packages = dirname(
    dirname(dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))),
  )
  const root = join(here, '../../..')
  // The packages by both names: their folder may be a link.
  return [join(here, '*'), join(root, 'package.json'), join(root, 'node_modules', '*'), join(packages, '*')]
}

const answerOf = (child: ChildProcess, order: Order): Promise<Done> =>
  new Promise((settle, refuse) => {
    const end = (words: string): void => {
      leave()
      stop()
      refuse(new Error(words))
    }
    const late = setTimeout(() => end('the page took too long to set'), PATIENCE)
    const ended = (): void => end('what sets the page ended')
    const done = (answer: unknown): void => {
      leave()
      // It is our own process, of our own file.
      settle(answer as Done)
    }
    const leave = (): void => {
      clearTimeout(late)
      child.off('exit', ended).off('error', ended).off('message', done)
    }
    child.once('exit', ended).once('error', ended).once('message', done)
    child.send(order)
  })

const stop = (): void => {
  setter?.kill('SIGKILL')
  setter = undefined
}
