/** A figure as a picture that can travel alone. */
import { figureFile } from '#figures/ui/figure_picture.ts'
import { translator } from '#languages/translate.ts'
import { loadFigure } from '../../../figure_pages.ts'
import { pictureResponse } from '../../../picture_response.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, request }) => {
  const figure = await loadFigure({ platform, params })
  return pictureResponse(request, figureFile(translator(figure.lang), figure), 'svg')
}
