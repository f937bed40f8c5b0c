/** Comparing an instrument of 100 paragraphs with what each of 39 amendments would make of it. */
import { readFileSync } from 'node:fs'
import type { Amendment } from '../src/instruments/core/amendment.ts'
import { readInstruction } from '../src/instruments/core/amendment_grammar.ts'
import { applyAll, type Outcome } from '../src/instruments/core/apply.ts'
import { flatten, type Text } from '../src/instruments/core/instrument.ts'
import { compareTexts } from '../src/instruments/core/redline.ts'
import { summarise } from '../src/instruments/core/redline_summary.ts'
import { findStructure } from '../src/instruments/core/structure_text.ts'
import { reviewChange } from '../src/instruments/core/weakening.ts'
import { compareWords } from '../src/instruments/core/words.ts'
import { ms, percentile, type Row } from './world.ts'

const PARAGRAPHS = 100
const AMENDMENTS = 39
const ROUNDS = 20

export const benchCompare = async (): Promise<readonly Row[]> => {
  const base = instrument()
  const amendments = Array.from({ length: AMENDMENTS }, (_, i) => amendment(base, i))
  const outcomes = amendments.map((one) => applied(base, [one]))
  const compare = (): void => outcomes.forEach((outcome) => void summarise(compareTexts(base, outcome)))
  const whole = (): void =>
    amendments.forEach((one) => {
      const { changes } = compareTexts(base, applied(base, [one]))
      changes.forEach((change) => change.kind !== 'same' && reviewChange(change, 'en'))
    })
  const texts = outcomes.map(joined)
  const plain = (): void => texts.forEach((text) => void compareWords(joined(base), text))
  const [redlines, reviewed, words] = [rounds(compare), rounds(whole), rounds(plain)]
  const moved = compareTexts(base, outcomes.at(-1) ?? base)
  const told = summarise(moved)
    .map(({ kind }) => kind)
    .join(', ')
  const lost = compareWords(joined(base), texts.at(-1) ?? '').filter(({ kind }) => kind !== 'same').length
  return [
    {
      path: 'compare',
      load: `${flatten(base.provisions).length} paragraphs × ${AMENDMENTS} amendments`,
      target: '≤ 100 ms for all of them',
      measured: `p95 ${ms(percentile(redlines, 0.95))}, median ${ms(percentile(redlines, 0.5))}; applied, compared and reviewed ${ms(percentile(reviewed, 0.5))}`,
      limit: `words of the whole text alone: ${ms(percentile(words, 0.5))}, which tells a moved paragraph as ${lost} changes of words (here: ${told})`,
      met: percentile(redlines, 0.95) <= 100,
    },
  ]
}

const rounds = (work: () => void): readonly number[] =>
  Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })

const joined = ({ provisions }: Text): string =>
  flatten(provisions)
    .map(({ provision }) => provision.text)
    .join(' ')

/** The paragraphs of a real draft, again and again until there are enough, each with a mark of its own. */
const instrument = (): Text => {
  const file = new URL('../examples/instruments/A-C.3-78-L.41_draft.txt', import.meta.url)
  const text = readFileSync(file, 'utf8').replace(/^#.*\n/gm, '')
  let id = 0
  const found = findStructure(text, { newId: () => `d${++id}` })
  if (!found.ok) throw new Error(found.error.kind)
  const operative = found.value.provisions.filter(
    (one) => one.part === 'operative' && one.children.length === 0,
  )
  const provisions = Array.from({ length: PARAGRAPHS }, (_, i) => {
    const {
      text: words = '',
      part = 'operative',
      cut = { start: false, end: false },
    } = operative[i % operative.length] ?? {}
    return {
      id: `p${i}`,
      number: `OP${i + 1}`,
      part,
      cut,
      text: words.replace(/;$/, `, as in part ${i + 1};`),
      children: [],
    }
  })
  return { provisions, complete: true }
}

const amendment = ({ provisions }: Text, i: number): Amendment => {
  const number = 2 * i + 1
  const words = provisions[number - 1]?.text.split(' ').slice(-4).join(' ') ?? ''
  const texts = [
    `In operative paragraph ${number}, replace “${words}” by “as appropriate, in accordance with national law;”.`,
    `Delete operative paragraph ${number}.`,
    `After operative paragraph ${number}, insert a new paragraph reading “Stresses the duties and responsibilities of individuals;”`,
    `Move operative paragraph ${number} after operative paragraph ${number + 20}.`,
  ]
  // The last moves a paragraph: what a plain comparison of words shows worst.
  const text =
    i === AMENDMENTS - 1
      ? `Move operative paragraph ${number} before operative paragraph 2.`
      : (texts[i % 4] ?? '')
  const { operations, refusals } = readInstruction(text)
  if (refusals[0]) throw new Error(`${refusals[0].kind}: ${text}`)
  return {
    id: `L.${69 + i}`,
    kind: 'amendment',
    symbol: null,
    to: 'v',
    sponsors: [],
    tabledOn: null,
    withdrawnOn: null,
    operations,
  }
}

const applied = (base: Text, amendments: readonly Amendment[]): Outcome => {
  let id = 0
  const outcome = applyAll(base, amendments, { newId: () => `n${++id}` })
  if (outcome.conflicts[0]) throw new Error(JSON.stringify(outcome.conflicts[0]))
  return outcome
}
