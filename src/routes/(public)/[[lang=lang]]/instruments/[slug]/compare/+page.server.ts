/** Two versions of an instrument compared, or one of them with the version of another: `?to=` and `?from=`. */
import { compareTexts } from '#instruments/core/redline.ts'
import { neededInstruments } from '../../../../public_services.ts'
import { comparedOf, instrumentOf } from '../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

/** Last versions of other texts that the form offers. */
const MOST_OTHERS = 40

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const { body } = await instrumentOf(platform, params.slug)
  const [before, last] = [body.versions.at(-2), body.versions.at(-1)]
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const to = await comparedOf(platform, body, asked('to') ?? last?.id ?? '')
  const fromRef = asked('from') ?? before?.id ?? null
  const from = fromRef === null ? null : await comparedOf(platform, body, fromRef)
  const comparable = from !== null && from.ref !== to.ref && from.version.language === to.version.language
  const others = (await neededInstruments(platform).instruments.all()).filter(
    (one) => one.slug !== body.slug && body.versions.some(({ language }) => language === one.language),
  )
  return {
    instrument: body,
    others: others.slice(0, MOST_OTHERS),
    from,
    to,
    redline: comparable ? compareTexts(from.version, to.version) : null,
    view: asked('view') === 'columns' ? ('columns' as const) : ('inline' as const),
    all: asked('all') === '1',
  }
}
