/** What pages of events and hosts need of the server. */
import { error } from '@sveltejs/kit'
import type { ReadForm } from '#campaigns/core/signing.ts'
import type { TakingPart } from '#campaigns/server/taking_part.service.ts'

export const neededTakingPart = (platform: Readonly<App.Platform> | undefined): TakingPart =>
  platform?.req?.services.takingPart ?? error(503)

/** Every value of a name that is text. */
export const readerOf =
  (form: FormData): ReadForm =>
  (name) =>
    form.getAll(name).filter((one): one is string => typeof one === 'string')
