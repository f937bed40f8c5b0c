/**
 * Names of domains as the wire carries them: lower case, and labels beyond ASCII in Punycode (RFC 3492, RFC 5891). Our own
 * thirty lines, since core has no `URL`; the tests hold them against Node's.
 */

/** Null where it is no name of a domain that mail could reach. */
export const domainToAscii = (typed: string): string | null => {
  const mapped = typed
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[。．｡]/g, '.')
    .replaceAll('\u00AD', '')
  const labels = mapped.replace(/\.$/, '').split('.').map(labelToAscii)
  if (labels.length < 2 || labels.some((label) => label === null)) return null
  const domain = labels.join('.')
  // The last label of a name is never a number: that would be an address of a machine.
  return domain.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '') ? domain : null
}

/**
 * Labels that mix Latin letters with lookalikes of other scripts, or consist of lookalikes under a name in Latin letters,
 * as the Latin ones that they imitate. Takes and gives ASCII.
 */
export const foldLookalikes = (domain: string): string => {
  const labels = domain.split('.')
  const latinEnd = !(labels.at(-1) ?? '').startsWith('xn--')
  return labels
    .map((label) => {
      if (!label.startsWith('xn--') || !latinEnd) return label
      const plain = decodePunycode(label.slice(4))
      if (plain === null) return label
      const folded = [...plain].map((sign) => lookalikes.get(sign) ?? sign).join('')
      return /^[a-z0-9-]+$/.test(folded) ? folded : label
    })
    .join('.')
}

/** Cyrillic and Greek letters, and a few more, that most typefaces draw as a Latin letter. */
const lookalikes = new Map<string, string>(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    ѕ: 's',
    і: 'i',
    ј: 'j',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    һ: 'h',
    ӏ: 'l',
    к: 'k',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    г: 'r',
    п: 'n',
    ь: 'b',
    α: 'a',
    ο: 'o',
    ρ: 'p',
    ν: 'v',
    ι: 'i',
    κ: 'k',
    υ: 'u',
    χ: 'x',
    τ: 't',
    ω: 'w',
    γ: 'y',
    η: 'n',
    ı: 'i',
    ɡ: 'g',
    ɑ: 'a',
    ո: 'n',
    օ: 'o',
    ս: 'u',
    հ: 'h',
    ց: 'g',
    ǃ: 'l',
  }),
)

const labelToAscii = (label: string): string | null => {
  if (/^[\x21-\x7f]*$/.test(label))
    return /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label) ? label : null
  if (label.startsWith('xn--') || !/^[\p{L}\p{M}\p{N}\u00B7\u30FB-]+$/u.test(label)) return null
  const ascii = `xn--${encodePunycode(label)}`
  return ascii.length <= 63 ? ascii : null
}

const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const FIRST_BIAS = 72
const FIRST_CODE = 128

const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

const digit = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22)
const threshold = (k: number, bias: number): number => Math.min(T_MAX, Math.max(T_MIN, k - bias))

const encodePunycode = (label: string): string => {
  const points = [...label].map((sign) => sign.codePointAt(0) ?? 0)
  const basic = points.filter((point) => point < FIRST_CODE)
  let out = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '')
  let [code, delta, bias, done] = [FIRST_CODE, 0, FIRST_BIAS, basic.length]
  while (done < points.length) {
    const next = Math.min(...points.filter((point) => point >= code))
    delta += (next - code) * (done + 1)
    code = next
    for (const point of points) {
      if (point < code) delta++
      if (point !== code) continue
      let rest = delta
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias)
        if (rest < t) break
        out += digit(t + ((rest - t) % (BASE - t)))
        rest = Math.floor((rest - t) / (BASE - t))
      }
      out += digit(rest)
      bias = adapt(delta, done + 1, done === basic.length)
      delta = 0
      done++
    }
    delta++
    code++
  }
  return out
}

/** Null where it is no Punycode. */
const decodePunycode = (text: string): string | null => {
  const cut = text.lastIndexOf('-')
  const out = Array.from(text.slice(0, Math.max(0, cut)), (sign) => sign.codePointAt(0) ?? 0)
  let [code, place, bias] = [FIRST_CODE, 0, FIRST_BIAS]
  for (let at = cut + 1; at < text.length;) {
    const before = place
    for (let [weight, k] = [1, BASE]; ; k += BASE) {
      const value = valueOf(text.charCodeAt(at++))
      if (value < 0 || at > text.length || place > 0xffffff) return null
      place += value * weight
      const t = threshold(k, bias)
      if (value < t) break
      weight *= BASE - t
    }
    bias = adapt(place - before, out.length + 1, before === 0)
    code += Math.floor(place / (out.length + 1))
    place %= out.length + 1
    if (code > 0x10ffff) return null
    out.splice(place++, 0, code)
  }
  return String.fromCodePoint(...out)
}

const valueOf = (sign: number): number =>
  sign >= 97 && sign <= 122 ? sign - 97 : sign >= 48 && sign <= 57 ? sign - 22 : -1
