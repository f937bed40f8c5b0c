/** A document of Akoma Ntoso as it is handed out: to be kept under a name that every system takes. */
import { AKN_MEDIA_TYPE } from '#instruments/core/akn_names.ts'

/** `names`: slugs and ids, which hold nothing but small letters, digits, hyphens and dots. */
export const aknResponse = (xml: string, ...names: readonly string[]): Response =>
  new Response(xml, {
    headers: {
      'content-type': `${AKN_MEDIA_TYPE}; charset=utf-8`,
      'content-disposition': `attachment; filename="${names.join('_')}.akn.xml"`,
      'access-control-allow-origin': '*',
    },
  })
