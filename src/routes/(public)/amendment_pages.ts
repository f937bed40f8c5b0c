/** What pages of amendments look up: those to one draft, and the draft's text where it is open. */
import { error } from '@sveltejs/kit'
import {
  type AmendedDraft,
  amendedDrafts,
  amendmentsOf,
  readAmendments,
  type ReleasedAmendment,
} from '#instruments/core/released_amendment.ts'
import type { ReleasedInstrument } from '#instruments/core/released_instrument.ts'
import { neededInstruments, neededServices } from './public_services.ts'

export type OpenAmendments = {
  readonly draft: AmendedDraft
  readonly amendments: readonly ReleasedAmendment[]
  readonly others: readonly AmendedDraft[]
  /** Null: its text is not open here. */
  readonly instrument: ReleasedInstrument | null
}

/** Where none is released the page does not exist. */
export const amendmentsTo = async (
  platform: Readonly<App.Platform> | undefined,
  slug: string,
): Promise<OpenAmendments> => {
  const all = readAmendments(await neededServices(platform).documents.all('amendment'))
  const drafts = amendedDrafts(all)
  const draft = drafts.find(({ instrument }) => instrument === slug)
  if (!draft) return error(404)
  return {
    draft,
    amendments: amendmentsOf(all, slug),
    others: drafts.filter((one) => one !== draft),
    instrument: await neededInstruments(platform).instruments.find(slug),
  }
}
