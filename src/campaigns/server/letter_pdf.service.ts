/**
 * A letter and the sheet that goes with it, as PDF: first the letter, addressed and ready to sign, or lines to write one
 * on; then what is asked, to whom, until when and what to mind, with a code that leads back to the page.
 */
import { renderSVG } from 'uqr'
import type { LetterSheet } from '#campaigns/core/letter_sheet.ts'
import { direction } from '#languages/translate.ts'
import type { Json, typeset } from '#platform/server/typeset.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly typeset?: typeof typeset
  }
}

/** Each line knows its direction: an address in Latin letters is none that Arabic may reorder. */
const template = `
#let row(one) = block(spacing: 0.65em, text(dir: if one.rtl { rtl } else { ltr }, one.words))
#let lines(all, side) = align(side, for one in all { row(one) })
#let side = if data.rtl { right } else { left }
#show heading: set text(size: 11pt, weight: "bold")
#show heading: set block(above: 1.4em, below: 0.7em)
#set document(title: data.title)
#set list(marker: "–", spacing: 0.7em)
#set enum(spacing: 0.7em)

#if data.letter != none [
  #let letter = data.letter
  #set text(lang: letter.lang, size: 11pt)
  #set par(spacing: 1.5em)
  #let start = if letter.rtl { right } else { left }
  #block(height: 34mm, lines(letter.to, start))
  #align(if letter.rtl { left } else { right }, text(fill: luma(60%))[#("." * 36)])
  #v(8mm)
  #if letter.salutation != none [#letter.salutation]
  #for one in letter.paragraphs [#par(one)]
  #v(18mm)
  #letter.sign
] else [
  = #data.own
  #v(6mm)
  #for _ in range(22) { block(spacing: 9.5mm, line(length: 100%, stroke: 0.4pt + luma(70%))) }
]

#pagebreak()
#grid(columns: (1fr, 32mm), column-gutter: 8mm,
  [
    #text(9pt, fill: luma(35%))[#data.kind]
    #block(above: 1.1em, below: 1em, text(17pt, weight: "bold")[#data.title])
    #text(10pt, weight: "bold")[#data.until]
  ],
  align(center)[
    #image(bytes(data.qr.svg), format: "svg", width: 28mm, alt: data.qr.words)
    #block(above: 0.4em, text(8pt)[#data.qr.words])
  ],
)
#block(width: 100%, inset: (x: 4mm, y: 3mm), stroke: if data.rtl { (right: 2pt) } else { (left: 2pt) }, fill: luma(95%))[
  #for one in data.notFor [#par(one)]
]
= #data.request.head
#for one in data.request.items.slice(0, 1) [#par(one)]
#enum(..data.request.items.slice(1))
= #data.to.head
#grid(columns: (1fr, 1fr), column-gutter: 8mm, row-gutter: 5mm, ..data.to.each.map(all => block(breakable: false, lines(all, side))))
= #data.mind.head
#for one in data.mind.lists [
  #if one.head != "" [*#one.head*]
  #list(..one.items)
]
#v(1fr)
#align(side, text(8pt, fill: luma(35%), dir: ltr)[#data.qr.address])
`

export const letterPdf = (set: typeof typeset, sheet: LetterSheet): Promise<Uint8Array<ArrayBuffer>> => {
  const { letter, qr, to } = sheet
  return set(template, {
    ...sheet,
    rtl: isRtl(sheet.lang),
    to: { ...to, each: to.each.map((all) => all.map(directed)) },
    qr: { ...qr, svg: renderSVG(qr.address, { border: 0 }) },
    letter: letter && { ...letter, rtl: isRtl(letter.lang), to: letter.to.map(directed) },
  })
}

const directed = (words: string): Json => ({ words, rtl: /^[^\p{L}]*\p{Script=Arabic}/u.test(words) })
const isRtl = (lang: string): boolean => direction(lang) === 'rtl'
