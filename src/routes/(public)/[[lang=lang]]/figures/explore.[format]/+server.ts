/** The answer to the same question as a file: its picture, or every part of its numbers. */
import { error } from '@sveltejs/kit'
import { answerCsv, answerJson } from '#figures/core/answer_data.ts'
import { parseQuery, type QueryRefusal } from '#figures/core/query.ts'
import { type Asked, refusalLines } from '#figures/ui/explore/form.ts'
import { isPictureFormat, type PictureFormat } from '#figures/ui/pictures/files.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { explore, type Explored } from '../../../explore_answers.ts'
import { pictureResponse } from '../../../picture_response.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, url, request }) => {
  const { format, lang } = params
  if (!isPictureFormat(format)) return error(404)
  const parsed = parseQuery(url.searchParams)
  if (!parsed.ok) return refused(format, { lang, asked: [...url.searchParams], refusals: parsed.error })
  const explored = await explore(platform, { query: parsed.value, lang })
  if (format === 'csv' || format === 'json') return data(explored, format)
  const { picture, answer } = explored
  return picture ? pictureResponse(request, picture, format, { version: answer.version }) : error(404)
}

const data = ({ answer, address }: Explored, format: 'csv' | 'json'): Response =>
  format === 'csv'
    ? new Response(answerCsv(answer, address), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="explore.csv"',
        },
      })
    : new Response(answerJson(answer, address), {
        headers: { 'content-type': 'application/json; charset=utf-8' },
      })

type Refused = {
  readonly lang: string | undefined
  readonly asked: Asked
  readonly refusals: readonly QueryRefusal[]
}

/** For the program that asked, or for whoever opens the file: never a page. */
const refused = (format: PictureFormat, { lang = SOURCE_LANGUAGE, asked, refusals }: Refused): Response => {
  if (format === 'json') {
    const type = 'urn:amparo:problem:question_refused'
    return new Response(JSON.stringify({ type, title: 'question refused', status: 400, refusals }), {
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
    })
  }
  return new Response(`${refusalLines(translator(lang), asked, refusals).join('\n')}\n`, {
    status: 400,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}
