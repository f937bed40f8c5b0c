/** What pages of instruments look up, each answering alike for what was withdrawn and what never was. */
import { error } from '@sveltejs/kit'
import type { InstrumentBody, InstrumentVersion } from '#instruments/core/instrument_body.ts'
import { findVersion, type ReleasedInstrument } from '#instruments/core/released_instrument.ts'
import { neededInstruments } from './public_services.ts'

type Platform = Readonly<App.Platform> | undefined

export const instrumentOf = async (platform: Platform, slug: string): Promise<ReleasedInstrument> =>
  (await neededInstruments(platform).instruments.find(slug)) ?? error(404)

export const versionOf = (instrument: InstrumentBody, id: string): InstrumentVersion =>
  findVersion(instrument, id) ?? error(404)

/** `{version}` of this instrument, or `{slug}/{version}` of another one. */
export const comparedOf = async (platform: Platform, own: InstrumentBody, ref: string) => {
  const [first = '', second] = ref.split('/')
  const instrument = second === undefined ? own : (await instrumentOf(platform, first)).body
  return { instrument, version: versionOf(instrument, second ?? first), ref }
}
