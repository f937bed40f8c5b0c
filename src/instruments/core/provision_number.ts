/**
 * Printed numbers and the addresses that they make: `/instruments/{slug}/{version}/{provision}`. A path, not a
 * fragment: a provision has a page of its own that lists what cites it, and servers never see fragments.
 */

/** `root` PP3, OP10, Article 9, 9.3 or E01; `marks` what stands in parentheses after it. */
export type ProvisionNumber = { readonly root: string; readonly marks: readonly string[] }

const NUMBER =
  /^(?<root>[A-Z]{1,3}\d+[a-z]*|Article [0-9A-Za-z]+(?:\.\d+)*|\d+[a-z]*(?:\.\d+)*)(?<marks>(?:\([0-9A-Za-z]+\))*)$/

export const parseNumber = (number: string): ProvisionNumber | null => {
  const groups = NUMBER.exec(number)?.groups
  if (!groups) return null
  return {
    root: groups['root'] ?? '',
    marks: [...(groups['marks'] ?? '').matchAll(/\(([^()]+)\)/g)].map(([, mark]) => mark ?? ''),
  }
}

export const writeNumber = ({ root, marks }: ProvisionNumber): string =>
  root + marks.map((mark) => `(${mark})`).join('')

/** `OP10(a)(i)` → `op10-a-i`, `Article 9` → `article-9`, `9.3(a)` → `9.3-a`. */
export const numberToPath = (number: string): string | null => {
  const parsed = parseNumber(number)
  if (!parsed) return null
  const root = parsed.root
    .replace(/^Article /, 'article-')
    .replace(/^[A-Z]{1,3}(?=\d)/, (letters) => letters.toLowerCase())
  return [root, ...parsed.marks].join('-')
}

const PATH =
  /^(?<root>article-[0-9A-Za-z]+(?:\.\d+)*|[a-z]{1,3}\d+[a-z]*|\d+[a-z]*(?:\.\d+)*)(?<marks>(?:-[0-9A-Za-z]+)*)$/

export const pathToNumber = (path: string): string | null => {
  const groups = PATH.exec(path)?.groups
  if (!groups) return null
  const root = (groups['root'] ?? '')
    .replace(/^article-/, 'Article ')
    .replace(/^[a-z]{1,3}(?=\d)/, (letters) => letters.toUpperCase())
  return writeNumber({ root, marks: (groups['marks'] ?? '').split('-').slice(1) })
}

export type ProvisionAddress = { readonly slug: string; readonly version: string; readonly number: string }

const NAME = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?'
const ADDRESS = new RegExp(`^/instruments/(?<slug>${NAME})/(?<version>${NAME})/(?<path>[^/]+)$`)

export const provisionToAddress = ({ slug, version, number }: ProvisionAddress): string | null => {
  const path = numberToPath(number)
  const address = `/instruments/${slug}/${version}/${path}`
  return path !== null && ADDRESS.test(address) ? address : null
}

export const addressToProvision = (address: string): ProvisionAddress | null => {
  const groups = ADDRESS.exec(address)?.groups
  const number = pathToNumber(groups?.['path'] ?? '')
  if (!groups || number === null) return null
  return { slug: groups['slug'] ?? '', version: groups['version'] ?? '', number }
}
