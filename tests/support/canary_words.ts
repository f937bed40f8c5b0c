/**
 * Words that must not be found where only ciphertext may lie, in many scripts, and the search for them in every
 * encoding in which a careless line of code, a log or a database could have left them.
 */

/** Names, places, narratives, contacts. Each is written nowhere else. */
export const canaries = [
  'Kestrel Amberwick',
  'Ивушка Журавлёва',
  'زمرد الياقوتي',
  'हीरामन कोयलवाल',
  '青鸢白鹭山人',
  '은하수달빛나라',
  'Ştefăniţă Cocorescu',
  'Đặng Thị Hải Âu',
  'Marisabel Golondrina Peñacé',
  'Zsófia Fecskeőri',
  'Narrow Lantern Street 47',
  'Перламутровый переулок 9',
  'حارة القنديل الأزرق',
  'cell nineteen behind the cannery',
  'they came with a violet van at dawn',
  'его увезли на сиреневой лодке',
  'أخذوه في قارب بنفسجي عند الفجر',
  '+998 71 555 0147',
  'amberwick.kestrel@lantern.invalid',
  'signal username heron.8814',
  'blood type AB negative, asthma since 2011',
  'Judge Tamarind Olufemi-Wrenfield',
  'sister Philomela hides in the bakery',
  '"quoted" \\ back/slash & <angle>',
] as const

/** Every byte sequence that stands for this text, by the name of its encoding. */
export const tracesOf = (text: string): ReadonlyMap<string, Buffer> => {
  const traces = new Map<string, Buffer>()
  for (const form of ['NFC', 'NFD'] as const) {
    const written = text.normalize(form)
    const cases = { '': written, ' lower case': written.toLowerCase(), ' upper case': written.toUpperCase() }
    for (const [letters, content] of Object.entries(cases))
      for (const [name, bytes] of Object.entries(encodingsOf(content)))
        traces.set(`${form}${letters} ${name}`, bytes)
  }
  return traces
}

const encodingsOf = (text: string): Readonly<Record<string, Buffer>> => {
  const utf8 = Buffer.from(text)
  const utf16 = Buffer.from(text, 'utf16le')
  const url = encodeURIComponent(text)
  return {
    utf8,
    utf16le: utf16,
    utf16be: Buffer.from(utf16).swap16(),
    hex: Buffer.from(utf8.toString('hex')),
    HEX: Buffer.from(utf8.toString('hex').toUpperCase()),
    url: Buffer.from(url),
    'url in lower case': Buffer.from(url.replaceAll(/%../g, (code) => code.toLowerCase())),
    form: Buffer.from(new URLSearchParams({ a: text }).toString().slice(2)),
    json: Buffer.from(JSON.stringify(text).slice(1, -1)),
    'json escapes': Buffer.from(escaped(text)),
    ...base64Of(utf8),
  }
}

const escaped = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

/** What stays of its base64 whatever stands before and after it: for each of three places in a triple. */
const base64Of = (bytes: Buffer): Readonly<Record<string, Buffer>> => {
  const found: Record<string, Buffer> = {}
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const certain = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    found[`base64 +${before}`] = Buffer.from(certain)
    found[`base64url +${before}`] = Buffer.from(certain.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return found
}

type Needle = { readonly text: string; readonly name: string; readonly bytes: Buffer }
/** Needles by their first four bytes: one pass over the hay for all of them, of which there are thousands. */
type Index = { readonly marks: Uint8Array; readonly needles: ReadonlyMap<number, readonly Needle[]> }

const indexOf = (texts: readonly string[]): Index => {
  const marks = new Uint8Array(1 << 16)
  const needles = new Map<number, Needle[]>()
  for (const text of texts)
    for (const [name, bytes] of tracesOf(text)) {
      const first = bytes.readUInt32LE(0)
      marks[markOf(first)] = 1
      needles.set(first, [...(needles.get(first) ?? []), { text, name, bytes }])
    }
  return { marks, needles }
}

const markOf = (first: number): number => (Math.imul(first, 0x9e3779b1) >>> 16) & 0xffff

const indexes = new Map<readonly string[], Index>()

/** Each text that is in the bytes, and how it is written there. */
export const findCanaries = (bytes: Uint8Array, texts: readonly string[] = canaries): readonly string[] => {
  const index = indexes.get(texts) ?? indexOf(texts)
  indexes.set(texts, index)
  const found = new Map<string, string>()
  let first = 0
  for (let at = 0; at < bytes.length; at++) {
    // The four bytes that end here, as a little-endian number.
    first = (first >>> 8) | (bytes[at]! << 24)
    if (at < 3 || index.marks[markOf(first)] === 0) continue
    for (const { text, name, bytes: needle } of index.needles.get(first >>> 0) ?? [])
      if (!found.has(text) && startsAt(bytes, needle, at - 3)) found.set(text, `${text} (${name})`)
  }
  return [...found.values()]
}

const startsAt = (bytes: Uint8Array, needle: Buffer, from: number): boolean =>
  from + needle.length <= bytes.length && needle.equals(bytes.subarray(from, from + needle.length))
