/** The snapshot of a day: its files, their hashes then and now, and what has left it. */
import { error } from '@sveltejs/kit'
import { openDataOf } from '../open_data.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => ({
  snapshot: (await openDataOf(platform).snapshot(params.day)) ?? error(404),
})
