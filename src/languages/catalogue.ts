/** The shape of all messages: language → full key (`room.key`) → text. Filled from files by two readers:
 *  catalogue.vite.ts where Vite bundles, catalogue.node.ts in the command line (package.json `imports` chooses). */

export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The language every message exists in; others fall back to it. */
export const SOURCE_LANGUAGE = 'en'

/** One file `messages/<lang>/<room>.json`, read. */
export type MessageFile = {
  readonly path: string
  readonly messages: Readonly<Record<string, string>>
}

/** Joins files into a catalogue; the language and the room come from the path. */
export const joinCatalogue = (files: Iterable<MessageFile>): Catalogue => {
  const catalogue: Record<string, Record<string, string>> = {}
  for (const { path, messages } of files) {
    const [lang, file] = path.split('/').slice(-2)
    if (!lang || !file) continue
    const room = file.replace(/\.json$/, '')
    const texts = (catalogue[lang] ??= {})
    for (const [key, text] of Object.entries(messages)) texts[`${room}.${key}`] = text
  }
  return catalogue
}
