/**
 * A report as a page for the setter of type, which makes PDF of it on the member's device.
 *
 * [Note: Text is data] The source is ours and constant; what people wrote travels beside it as JSON and is never read as
 * source. The template shows it by putting strings into content, and never calls `eval` on them.
 */
import { type Block, markOf, type ReportDocument } from './document.ts'

export const pageSource = `
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: (), date: none)
#set page(paper: "a4", margin: (x: 25mm, top: 22mm, bottom: 22mm), numbering: "1")
#set text(font: ("Noto Sans", "Noto Sans Arabic"), size: 10.5pt, lang: data.lang, dir: if data.dir == "rtl" { rtl } else { ltr })
#set par(leading: 0.75em, spacing: 1.1em)
#show heading: set block(above: 1.6em, below: 0.8em)
#let lines(text) = text.split("\\n").map(line => [#line]).join(linebreak())
#heading(level: 1, data.title)
#for one in data.blocks {
  if one.kind == "heading" { heading(level: one.level, one.text) }
  else if one.kind == "note" { par(text(fill: luma(35%), lines(one.text))) }
  else if one.kind == "paragraph" { par(lines(one.text)) }
  else if one.kind == "list" {
    for item in one.items {
      if item.mark == "" { block(lines(item.text)) }
      else { grid(columns: (2.2em, 1fr), item.mark, lines(item.text)) }
    }
  }
  else if one.kind == "table" {
    set text(size: 9pt)
    par(strong(one.caption))
    table(
      columns: (2fr,) + (1fr,) * (one.columns - 1),
      stroke: 0.5pt + luma(60%),
      align: start,
      table.header(..one.head.map(cell => strong(cell))),
      ..one.cells,
    )
  }
}
`

export type PageBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph' | 'note'; readonly text: string }
  | {
      readonly kind: 'list'
      readonly items: readonly { readonly mark: string; readonly text: string }[]
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: number
      readonly head: readonly string[]
      readonly cells: readonly string[]
    }

export type PageData = {
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly title: string
  readonly blocks: readonly PageBlock[]
}

export const reportAsPage = ({ lang, dir, title, blocks }: ReportDocument): PageData => ({
  lang,
  dir,
  title,
  blocks: blocks.map(pageBlock),
})

const pageBlock = (block: Block): PageBlock => {
  switch (block.kind) {
    case 'heading':
      return block
    case 'paragraph':
      return { kind: block.note ? 'note' : 'paragraph', text: block.text }
    case 'list':
      return {
        kind: 'list',
        items: block.items.map((text, at) => ({ mark: markOf(block.style, at), text })),
      }
    case 'table':
      return {
        kind: 'table',
        caption: block.caption,
        columns: block.head.length,
        head: block.head,
        cells: block.rows.flat(),
      }
  }
}
