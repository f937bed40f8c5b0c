/** PDFs for tests: one that is made, and what stands in one. */

/** Of one page with its words open in it. */
export const pdfOf = (given: {
  readonly words: string
  readonly author?: string
}): Uint8Array<ArrayBuffer> => {
  const content = `BT /F1 24 Tf 40 100 Td (${given.words}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Author (${given.author ?? ''}) /Producer (Scanner 9) >>`,
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  text += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

/** The text of each page, and how large the first is, in points. */
export const readPdf = async (bytes: Uint8Array) => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  // The reader takes the bytes for itself.
  const data = new Uint8Array(bytes)
  const pdf = await getDocument({ data, useSystemFonts: false, verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pdf.getPage(at + 1)))
  const texts = pages.map(async (page) => {
    const { items } = await page.getTextContent()
    return items.map((item) => ('str' in item ? item.str : '')).join(' ')
  })
  return { pages: await Promise.all(texts), size: pages[0]!.view.slice(2).map(Math.round) }
}

export const pdfText = async (bytes: Uint8Array): Promise<string> => (await readPdf(bytes)).pages.join('\n')
