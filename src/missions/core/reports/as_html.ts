/** A report as one file of HTML: no script, nothing fetched, to be read in any browser and printed from it. */
import { type Block, markOf, type ReportDocument } from './document.ts'

const style = `
:root { color-scheme: light }
body { font: 11pt/1.5 system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif; margin: 2rem auto; max-inline-size: 45rem;
  padding-inline: 1rem; color: #1a1a1a; background: #fff; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.25rem; margin-block-start: 2rem }
h3 { font-size: 1.05rem; margin-block-end: .25rem } p { white-space: pre-line }
.note { color: #555; font-style: italic } [dir='rtl'] .note { font-style: normal }
ol, ul { padding-inline-start: 0; list-style: none } li { display: flex; gap: .75rem; margin-block: .35rem }
.mark { flex: 0 0 1.8em; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; inline-size: 100%; font-size: .92em } caption { text-align: start; padding-block: .5rem }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: start; vertical-align: top }
@page { size: A4; margin: 22mm 25mm } @media print { body { margin: 0; max-inline-size: none; padding: 0 }
  h2, h3 { break-after: avoid } li, tr { break-inside: avoid } }
`

export const reportAsHtml = ({ title, lang, dir, blocks }: ReportDocument): string =>
  [
    '<!doctype html>',
    `<html lang="${escaped(lang)}" dir="${dir}"><head><meta charset="utf-8">`,
    // Whoever opens it lets nothing in it fetch or run.
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...blocks.map(blockAsHtml),
    '</body></html>\n',
  ].join('\n')

const blockAsHtml = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p dir="auto"${block.note ? ' class="note"' : ''}>${escaped(block.text)}</p>`
    case 'list': {
      const tag = block.style === 'letters' || block.style === 'numbers' ? 'ol' : 'ul'
      const items = block.items.map((item, at) => {
        const mark = markOf(block.style, at)
        return `<li>${mark === '' ? '' : `<span class="mark">${mark}</span>`}<span dir="auto">${escaped(item)}</span></li>`
      })
      return `<${tag}>${items.join('')}</${tag}>`
    }
    case 'table': {
      const head = block.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')
      const rows = block.rows.map(
        (row) => `<tr>${row.map((cell) => `<td dir="auto">${escaped(cell)}</td>`).join('')}</tr>`,
      )
      return `<table><caption>${escaped(block.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
    }
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
