/** The help page to keep and to pass on, as a download. */
import { helpFile } from '#intake/ui/help_file.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import css from '#platform/ui/public.css?inline'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params }) =>
  new Response(helpFile(params.lang ?? SOURCE_LANGUAGE, css), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': 'attachment; filename="information.html"',
    },
  })
