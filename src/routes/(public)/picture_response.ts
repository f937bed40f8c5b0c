/** A picture as a file: SVG, PNG, CSV or JSON, named after it; 304 for whoever has this very state already. */
import type { Picture } from '#figures/core/picture.ts'
import { pictureCsv, pictureData } from '#figures/core/picture_data.ts'
import { picturePng } from '#figures/server/picture_files.service.ts'
import type { PictureFormat } from '#figures/ui/pictures/files.ts'
import { pictureSvg } from '#figures/ui/pictures/picture_svg.ts'
import { translator } from '#languages/translate.ts'

const mediaTypes = {
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<PictureFormat, string>

export type PictureState = {
  /** What changes whenever the picture may: the version of its data. */
  readonly version?: string
  readonly lastModified?: Date
}

export const pictureResponse = async (
  request: Request,
  picture: Picture,
  format: PictureFormat,
  { version, lastModified }: PictureState = {},
): Promise<Response> => {
  const headers = new Headers({
    'content-type': mediaTypes[format],
    'content-disposition': `${format === 'csv' ? 'attachment' : 'inline'}; filename="${fileName(picture, format)}"`,
    // Asked again each time: what is withdrawn is gone at once.
    'cache-control': 'no-cache',
  })
  if (version !== undefined) headers.set('etag', etagOf(picture, format, version))
  if (lastModified !== undefined) headers.set('last-modified', lastModified.toUTCString())
  if (isUnchanged(request, headers, lastModified)) return new Response(null, { status: 304, headers })
  return new Response(await bodyOf(picture, format), { headers })
}

const fileName = ({ id, lang }: Picture, format: PictureFormat): string =>
  `${id.replaceAll(/[^\w-]/g, '_')}.${lang}.${format}`

const etagOf = ({ id, lang }: Picture, format: PictureFormat, version: string): string =>
  `"${[id, lang, format, version].join('.').replaceAll(/[^\w.:-]/g, '_')}"`

/** RFC 9110: a date is asked only where no tag is. */
const isUnchanged = (request: Request, headers: Headers, lastModified: Date | undefined): boolean => {
  const tags = request.headers.get('if-none-match')
  const etag = headers.get('etag')
  if (tags !== null)
    return etag !== null && tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  const since = Date.parse(request.headers.get('if-modified-since') ?? '')
  // The header holds whole seconds.
  return lastModified !== undefined && Math.floor(lastModified.getTime() / 1000) * 1000 <= since
}

const bodyOf = async (picture: Picture, format: PictureFormat): Promise<BodyInit> => {
  const licence = translator(picture.lang)('pictures.reuse')
  switch (format) {
    case 'svg':
      return `<?xml version="1.0" encoding="UTF-8"?>\n${pictureSvg(picture)}`
    case 'png':
      return picturePng(pictureSvg(picture))
    case 'csv':
      return pictureCsv(picture, licence)
    case 'json':
      return `${JSON.stringify(pictureData(picture, licence), null, 2)}\n`
  }
}
