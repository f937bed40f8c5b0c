/** One provision of one version, to be cited. */
import { error } from '@sveltejs/kit'
import { flatten } from '#instruments/core/instrument.ts'
import { anchorOf } from '#instruments/ui/instrument_words.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { neededInstruments, neededServices } from '../../../../../public_services.ts'
import { instrumentOf, versionOf } from '../../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const version = versionOf(instrument.body, params.version)
  const placed = flatten(version.provisions).find(
    ({ provision: { number } }) => anchorOf(number) === params.provision,
  )
  if (!placed) return error(404)
  const lang = params.lang ?? SOURCE_LANGUAGE
  const { norms } = neededServices(platform)
  const path = `/instruments/${params.slug}/${params.version}/${params.provision}`
  return {
    instrument,
    version,
    provision: placed.provision,
    citing: await norms.citing({ instrument: params.slug, provision: placed.provision.id }, lang),
    address: neededInstruments(platform).origin + pathInLanguage(path, lang),
  }
}
