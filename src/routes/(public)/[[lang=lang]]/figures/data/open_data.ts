/** The service behind the pages of open data. */
import { error } from '@sveltejs/kit'
import type { OpenData } from '#figures/server/open_data.service.ts'

export const openDataOf = (platform: Readonly<App.Platform> | undefined): OpenData =>
  platform?.req?.services.openData ?? error(503)
