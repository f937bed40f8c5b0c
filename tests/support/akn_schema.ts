/** Documents against the schema of Akoma Ntoso 3.0, by libxml2. */
import { readFileSync } from 'node:fs'
import { validateXML } from 'xmllint-wasm'

const file = (name: string) => ({
  fileName: name,
  contents: readFileSync(new URL(`../formats/akn/${name}`, import.meta.url), 'utf8'),
})
const schema = [file('akomantoso30.xsd')]
const preload = [file('xml.xsd')]

/** What is wrong with each, by its name; many at once, because reading the schema takes longest. */
export const schemaFaults = async (
  documents: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const xml = Object.entries(documents).map(([name, contents], at) => ({
    fileName: `${at}-${name.replaceAll(/[^a-z0-9.-]/gi, '_')}.xml`,
    contents,
  }))
  const { errors } = await validateXML({ xml, schema, preload })
  return errors.map(({ rawMessage }) => rawMessage)
}
