/** oEmbed 1.0 (oembed.com): what another site needs in order to show a figure or an ask as a frame. Pure. */
import { err, ok, type Result } from '#kernel/core/result.ts'

/** CSS pixels: what the page for frames needs. */
export const embedSize = { width: 480, height: 260 } as const

export type OEmbedPage =
  | { readonly kind: 'figure'; readonly id: string }
  | { readonly kind: 'ask'; readonly campaign: string; readonly ask: string }

export type OEmbedAsked = {
  readonly page: OEmbedPage
  /** The first segment of the address where it is a language; checked by whoever knows the languages. */
  readonly prefix: string | null
  readonly width: number
  readonly height: number
}

export type OEmbedRefusal =
  | { readonly kind: 'no_url' }
  | { readonly kind: 'wrong_size'; readonly name: 'maxwidth' | 'maxheight' }
  /** Formats other than JSON: the standard lets a provider answer 501. */
  | { readonly kind: 'format_not_offered' }
  /** Another site's, or of a page that has no frame: both are nothing to us. */
  | { readonly kind: 'not_ours' }

/** `origins` are our own addresses; a URL of any other is refused, so that nobody embeds through us what is not ours. */
export const parseOEmbed = (
  params: { readonly get: (name: string) => string | null },
  origins: readonly string[],
): Result<OEmbedAsked, OEmbedRefusal> => {
  const format = params.get('format') ?? 'json'
  if (format !== 'json') return err({ kind: 'format_not_offered' })
  const url = params.get('url')
  if (!url) return err({ kind: 'no_url' })
  const width = parseSize(params.get('maxwidth'), 'width')
  if (width === null) return err({ kind: 'wrong_size', name: 'maxwidth' })
  const height = parseSize(params.get('maxheight'), 'height')
  if (height === null) return err({ kind: 'wrong_size', name: 'maxheight' })
  const found = pageOf(url, origins)
  return found ? ok({ ...found, width, height }) : err({ kind: 'not_ours' })
}

/** Never larger than asked; null: not a number of pixels. */
const parseSize = (given: string | null, side: 'width' | 'height'): number | null => {
  if (given === null || given === '') return embedSize[side]
  if (!/^\d{1,6}$/.test(given) || Number(given) < 1) return null
  return Math.min(Number(given), embedSize[side])
}

const figurePath = /^(?:\/([a-z]{2,3}))?\/figures\/([\w-]+)(?:\/embed)?\/?$/
const askPath = /^(?:\/([a-z]{2,3}))?\/campaigns\/([a-z0-9-]{1,80})\/([a-z0-9-]{1,80})(?:\/widget)?\/?$/

const pageOf = (url: string, origins: readonly string[]): Pick<OEmbedAsked, 'page' | 'prefix'> | null => {
  const { origin, pathname = '' } = parseUrl(url) ?? {}
  if (origin === undefined || !origins.includes(origin)) return null
  const [, ofFigure = null, id] = figurePath.exec(pathname) ?? []
  if (id !== undefined) return { page: { kind: 'figure', id }, prefix: ofFigure }
  const [, prefix = null, campaign, ask] = askPath.exec(pathname) ?? []
  return campaign === undefined || ask === undefined ? null : { page: { kind: 'ask', campaign, ask }, prefix }
}

/** `URL` is of browsers and Node alike, and core has neither: what of it is needed is read here. */
const parseUrl = (url: string): { readonly origin: string; readonly pathname: string } | null => {
  const found = /^(https?:\/\/[a-z0-9.[\]:-]+)(\/[^?#]*)?(?:[?#].*)?$/i.exec(url)
  return found ? { origin: (found[1] ?? '').toLowerCase(), pathname: found[2] ?? '/' } : null
}

export type OEmbedFacts = {
  readonly title: string
  readonly lang: string
  /** The page for frames, and the site it is of. */
  readonly embed: string
  readonly home: string
  readonly provider: string
  readonly author: string
}

/** Seconds for which a site may keep the answer. What the frame shows is asked for anew each time. */
const CACHE_AGE = 3600

export const oembedAnswer = (
  { width, height }: Pick<OEmbedAsked, 'width' | 'height'>,
  facts: OEmbedFacts,
) => ({
  version: '1.0',
  type: 'rich',
  provider_name: facts.provider,
  provider_url: facts.home,
  author_name: facts.author,
  title: facts.title,
  cache_age: CACHE_AGE,
  width,
  height,
  html: frameHtml({ width, height }, facts),
})

/** The line that somebody copies into their own page, and that oEmbed hands out. */
export const frameHtml = (
  { width, height }: { readonly width: number; readonly height: number },
  { embed, title, lang }: Pick<OEmbedFacts, 'embed' | 'title' | 'lang'>,
): string =>
  `<iframe src="${attribute(embed)}" title="${attribute(title)}" lang="${attribute(lang)}" width="${width}" ` +
  `height="${height}" loading="lazy" referrerpolicy="no-referrer" ` +
  `sandbox="allow-popups allow-popups-to-escape-sandbox allow-same-origin"></iframe>`

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
