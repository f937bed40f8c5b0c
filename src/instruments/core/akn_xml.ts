/** XML as a tree of elements, written out. What stands inside a line keeps its spaces; elements beside it are indented. */

export type AknElement = {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly (AknElement | string)[]
}

type Given = AknElement | string | null

/** Attributes and children that are null are left out. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | null>> = {},
  children: readonly Given[] = [],
): AknElement => ({
  name,
  attributes: Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  ),
  children: children.filter((child) => child !== null),
})

/** Elements of Akoma Ntoso that hold words: between their pieces a space would be one of theirs. */
const INLINE = new Set(['p', 'num', 'heading', 'block', 'mod', 'quotedText', 'docTitle', 'docNumber'])

export const writeXml = (root: AknElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`

const write = ({ name, attributes, children }: AknElement, indent: string): string => {
  const head = `<${name}${attributes.map(([key, value]) => ` ${key}="${escape(value, /[&<>"\r\n\t]/g)}"`).join('')}`
  if (children.length === 0) return `${head}/>`
  const inline = INLINE.has(name) || children.some((child) => typeof child === 'string')
  const between = inline ? '' : `\n${indent}  `
  const inside = children.map((child) =>
    typeof child === 'string'
      ? escape(child, /[&<>\r]/g)
      : between + write(child, inline ? '' : `${indent}  `),
  )
  return `${head}>${inside.join('')}${inline ? '' : `\n${indent}`}</${name}>`
}

/** Signs that XML 1.0 has no way to hold. Texts that are released have none of them. */
// oxlint-disable-next-line no-control-regex
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

/** Line ends and tabs by their numbers where a reader of XML would make others or spaces of them. */
const escape = (text: string, signs: RegExp): string =>
  text
    .replaceAll(IMPOSSIBLE, '\ufffd')
    .replaceAll(signs, (sign) => ESCAPED[sign] ?? `&#${sign.charCodeAt(0)};`)

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
