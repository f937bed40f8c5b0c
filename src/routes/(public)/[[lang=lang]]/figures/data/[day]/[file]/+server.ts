/** One file of open data, of today or of a snapshot. */
import { error } from '@sveltejs/kit'
import { openDataOf } from '../../open_data.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const file = (await openDataOf(platform).file(params.day, params.file)) ?? error(404)
  return new Response(file.text, {
    headers: {
      'content-type': params.file.endsWith('.csv')
        ? 'text/csv; charset=utf-8'
        : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="amparo-${params.day}-${params.file}"`,
      ...(file.changedAt && { 'last-modified': file.changedAt.toUTCString() }),
    },
  })
}
