/** In which forms a picture can be taken away. Pure. */
export const pictureFormats = ['svg', 'png', 'csv', 'json'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/** The address of each form. */
export type PictureFiles = Readonly<Record<PictureFormat, string>>

export const isPictureFormat = (text: string): text is PictureFormat =>
  (pictureFormats as readonly string[]).includes(text)

/** The addresses beside `/figures/x` or `/figures/explore?unit=events`: the ending goes before the question. */
export const pictureFiles = (address: string): PictureFiles => {
  const [path = '', question] = address.split('?')
  const end = question === undefined ? '' : `?${question}`
  return {
    svg: `${path}.svg${end}`,
    png: `${path}.png${end}`,
    csv: `${path}.csv${end}`,
    json: `${path}.json${end}`,
  }
}
