/** A body as Popolo: what is held of it, its names in other languages and its sources with it. Pure. */
import { rollToPopolo, writePopolo } from './popolo.ts'
import type { ReleasedBody } from './released_body.ts'

type Told = Pick<ReleasedBody, 'slug' | 'kind' | 'lang' | 'name' | 'roll' | 'sources'>
type Parent = Pick<ReleasedBody, 'slug' | 'kind' | 'lang' | 'name'>

/** `parent`: an organization that a file names as a parent has to be in it. */
export const bodyPopolo = (
  { slug, kind, lang, name, roll, sources }: Told,
  parent: Parent | null,
): string => {
  const own = { id: slug, kind, name: name[lang] ?? slug, parent: parent?.slug ?? null }
  const above = parent
    ? [{ id: parent.slug, kind: parent.kind, name: parent.name[parent.lang] ?? parent.slug, parent: null }]
    : []
  const out = rollToPopolo({ ...roll, bodies: [own, ...above] })
  return writePopolo({
    ...out,
    organizations: out.organizations.map((one) =>
      one.id === slug
        ? {
            ...one,
            other_names: Object.entries(name)
              .filter(([code]) => code !== lang)
              .map(([code, words]) => ({ name: words, lang: code })),
            sources: sources.flatMap(({ publisher, title, address }) =>
              address === null ? [] : [{ url: address, note: `${publisher}: ${title}` }],
            ),
          }
        : one,
    ),
  })
}
