/** Forms of sentences in instructions, as strings of letters: T a provision, Q a quotation, N a new paragraph. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Operation, Place } from './amendment.ts'
import type { Token } from './amendment_grammar.ts'
import type { Announced, Named } from './instruction_targets.ts'

export type Sentence = {
  readonly tokens: readonly Token[]
  /** The paragraph that the sentence before spoke of. */
  readonly context: Named | null
}

type Refusal = 'not_understood' | 'no_target' | 'ambiguous_part'

type Found = {
  readonly targets: readonly Named[]
  readonly quotations: readonly string[]
  readonly announced: Announced | null
  readonly letters: string
  readonly resulting: string | null
}

type Form = {
  readonly pattern: RegExp
  readonly make: (found: Found) => Result<readonly Operation[], Refusal>
}

export const operationsOf = (
  sentence: Sentence,
  of: 'version' | 'amendment',
): Result<readonly Operation[], Refusal> => {
  const whole = readWhole(sentence, of)
  if (whole.ok || whole.error !== 'not_understood') return whole
  // "in T delete Q and replace Q by Q": each verb after "and" begins an operation on the same paragraph.
  const { tokens } = sentence
  for (let i = tokens.length - 2; i > 0; i--) {
    if (tokens[i]?.letter !== '&' || !/[DRSIMA]/.test(tokens[i + 1]?.letter ?? '')) continue
    const context = contextIn(tokens.slice(0, i)) ?? sentence.context
    const second = readWhole({ tokens: tokens.slice(i + 1), context }, of)
    if (!second.ok) continue
    // The last verb that reads by itself is taken; trying every division would take for ever.
    const first = operationsOf({ ...sentence, tokens: tokens.slice(0, i) }, of)
    return first.ok ? ok([...first.value, ...second.value]) : whole
  }
  return whole
}

const contextIn = (tokens: readonly Token[]): Named | null =>
  tokens.find(({ letter }, i) => letter === 'T' && tokens[i - 1]?.letter === 'i')?.named ?? null

const readWhole = (
  { tokens, context }: Sentence,
  of: 'version' | 'amendment',
): Result<readonly Operation[], Refusal> => {
  const letters = tokens.map(({ letter }) => letter).join('')
  const resulting = letters.endsWith('ZQ') ? (tokens.at(-1)?.quotation?.text ?? null) : null
  const body = resulting === null ? tokens : tokens.slice(0, -2)
  const bodyLetters = letters.slice(0, body.length)
  const form = FORMS.find(({ pattern }) => pattern.test(bodyLetters))
  if (!form) return err('not_understood')
  const targets = body.flatMap(({ named }) => (named ? [named] : []))
  const found: Found = {
    targets: targets.length === 0 && context ? [context] : targets,
    quotations: body.flatMap(({ quotation }) => (quotation ? [quotation.text] : [])),
    announced: body.find(({ announced }) => announced)?.announced ?? null,
    letters: bodyLetters,
    resulting,
  }
  const needsTarget = !/[PO]/.test(bodyLetters) && found.announced?.number == null
  if (found.targets.length === 0 && of === 'version' && needsTarget) return err('no_target')
  return form.make(found)
}

const numbersOf = (targets: readonly Named[]): readonly string[] => targets.flatMap(({ numbers }) => numbers)

const one = (operation: Operation): Result<readonly Operation[], Refusal> => ok([operation])

const replaceParagraphs = ({
  targets,
  quotations,
  resulting,
}: Found): Result<readonly Operation[], Refusal> =>
  one({ op: 'replace', targets: numbersOf(targets), new: quotations[0] ?? '', resulting })

const replaceWords =
  (oldFirst: boolean) =>
  ({
    targets,
    quotations: [a = '', b = ''],
    letters,
    resulting,
  }: Found): Result<readonly Operation[], Refusal> =>
    one({
      op: 'replace_words',
      targets: numbersOf(targets),
      old: oldFirst ? a : b,
      new: oldFirst ? b : a,
      each: letters.includes('X'),
      resulting,
    })

const deleteWords = ({
  targets,
  quotations,
  letters,
  resulting,
}: Found): Result<readonly Operation[], Refusal> =>
  ok(
    quotations.map((old, i) => ({
      op: 'delete_words',
      targets: numbersOf(targets),
      old,
      each: letters.includes('X'),
      // The paragraph as it will read is that after the last of them.
      resulting: i === quotations.length - 1 ? resulting : null,
    })),
  )

const insertWords =
  (newFirst: boolean) =>
  ({
    targets,
    quotations: [a = '', b = ''],
    letters,
    resulting,
  }: Found): Result<readonly Operation[], Refusal> => {
    const where = letters.includes('b') ? 'before' : 'after'
    const place = { where, words: newFirst ? b : a } as const
    return one({ op: 'insert_words', targets: numbersOf(targets), place, new: newFirst ? a : b, resulting })
  }

const insertAtEdge = ({
  targets,
  quotations,
  letters,
  resulting,
}: Found): Result<readonly Operation[], Refusal> => {
  const place = { where: /[gG]/.test(letters) ? 'start' : 'end' } as const
  return one({ op: 'insert_words', targets: numbersOf(targets), place, new: quotations[0] ?? '', resulting })
}

const insertParagraph = ({
  targets,
  quotations,
  announced,
  letters,
}: Found): Result<readonly Operation[], Refusal> => {
  const [target] = targets
  const number = announced?.number ?? null
  const part = announced?.part ?? null
  let place: Place
  if (target) {
    const anchor = letters.includes('b') ? target.numbers[0] : target.numbers.at(-1)
    if (anchor === undefined) return err('not_understood')
    if (part !== null && !anchor.startsWith(part))
      return err(target.partSaid ? 'not_understood' : 'ambiguous_part')
    place = { where: letters.includes('b') ? 'before' : 'after', number: anchor }
  } else if (/[PO]/.test(letters))
    place = { where: 'end', of: letters.includes('P') ? 'preamble' : 'operative' }
  else {
    const numbered = placeOfNumber(number)
    if (!numbered) return err('no_target')
    place = numbered
  }
  return one({ op: 'insert', place, new: quotations[0] ?? '', number, resulting: null })
}

/** "a new operative paragraph 9" stands where 9 was; "8 bis" after 8. */
const placeOfNumber = (number: string | null): Place | null => {
  const bis = /^(?<anchor>(?:OP|PP)\d+)(?:bis|ter|quater|quinquies)$/.exec(number ?? '')?.groups?.['anchor']
  if (bis) return { where: 'after', number: bis }
  const [, prefix = '', digits = ''] = /^(OP|PP)(\d+)$/.exec(number ?? '') ?? []
  if (digits === '') return null
  if (digits === '1') return { where: 'before', number: `${prefix}1` }
  return { where: 'after', number: `${prefix}${Number(digits) - 1}` }
}

const moveParagraph = ({ targets, letters }: Found): Result<readonly Operation[], Refusal> => {
  const [moved, anchor] = targets
  if (!moved) return err('no_target')
  const resulting = null
  const toEnd = /e[PO]$/.test(letters)
  if (toEnd) {
    const of = letters.endsWith('P') ? 'preamble' : 'operative'
    return one({ op: 'move', targets: moved.numbers, place: { where: 'end', of }, resulting })
  }
  const number = letters.includes('a') ? anchor?.numbers.at(-1) : anchor?.numbers[0]
  if (number === undefined) return err('no_target')
  return one({
    op: 'move',
    targets: moved.numbers,
    place: { where: letters.includes('a') ? 'after' : 'before', number },
    resulting,
  })
}

const FORMS: readonly Form[] = [
  // delete paragraph 3; paragraph 3 should be deleted
  {
    pattern: /^(?:DT(?:&?T)*|T(?:&?T)*D)$/,
    make: ({ targets, resulting }) => one({ op: 'delete', targets: numbersOf(targets), resulting }),
  },
  // delete T and substitute Q; replace T by Q; substitute Q for T; amend T to read Q; T shall read Q
  { pattern: /^(?:DT&[SIR]w?N?r?Q|RT[wr]N?r?Q|T(?:R)w?N?r?Q|SQfT|AT(?:r|t)Q|TrQ)$/, make: replaceParagraphs },
  // in T delete Q and Q
  { pattern: /^(?:iT)?(?:DQ(?:&?Q)*|Q(?:&?Q)*D)(?:iT)?X?$/, make: deleteWords },
  { pattern: /^DiTQ(?:&?Q)*X?$/, make: deleteWords },
  // in T replace Q by Q; substitute Q for Q in T; for Q substitute Q; delete Q and insert Q
  { pattern: /^(?:iT)?(?:RQwQ|QRwQ|fQ[SR]Q|fQrQ|DQ&[SIR]w?Q)(?:iT)?X?$/, make: replaceWords(true) },
  { pattern: /^(?:RiTQwQ|DiTQ&[SI]Q|iTRQwQ)X?$/, make: replaceWords(true) },
  { pattern: /^(?:iT)?SQfQ(?:iT)?X?$/, make: replaceWords(false) },
  // insert Q after Q in T; in T after Q insert Q
  { pattern: /^(?:iT)?IQ[ab]Q(?:iT)?$/, make: insertWords(true) },
  { pattern: /^(?:iT)?[ab]Q(?:iT)?IQ(?:iT)?$/, make: insertWords(false) },
  // at the end of T add Q; in T add Q at the end
  { pattern: /^(?:[eg]TIQ|IQ[eg]T|(?:iT)?IQ[EG](?:iT)?|(?:iT)?[EG](?:iT)?IQ)$/, make: insertAtEdge },
  // after T insert a new paragraph reading Q; add a new paragraph at the end of the preamble
  {
    pattern: /^(?:[ab]TIN?r?Q|IN?[ab]Tr?Q|INr?Q[ab]T|INr?Q(?:[ei][PO])?|IN[ei][PO]r?Q|e[PO]INr?Q|iPINr?Q)$/,
    make: insertParagraph,
  },
  // move T after T; to the end of the preamble; to become T
  { pattern: /^MT(?:t?[ab]T|t?e[PO]|[tB]{1,2}T)$/, make: moveParagraph },
]
