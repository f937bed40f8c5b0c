/** A picture as a file of its own: the drawing of the page, with its frame. On the server. */
import { render } from 'svelte/server'
import type { Picture } from '#figures/core/picture.ts'
import { WIDE } from './draw.ts'
import Drawing from './Drawing.svelte'

export const pictureSvg = (picture: Picture): string => {
  const props = { picture, width: WIDE, framed: true, prefix: picture.id }
  const { body } = render(Drawing, { props })
  // Comments are Svelte's marks for scripts, of which there are none. XML, unlike HTML, allows no `]]>` in words.
  return `${body
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(']]>', ']]&gt;')
    .trim()}\n`
}
