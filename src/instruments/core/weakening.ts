/**
 * What a change would do to a text: findings, each with its reason and its place, and a verdict that is proposed.
 * A person decides; both are kept.
 */
import type { Part } from './instrument.ts'
import { lexicon, type LexiconKind, type LexiconLine, limits, quiet } from './lexicon.ts'
import type { Change } from './redline.ts'
import { segmentsOf } from './redline_summary.ts'
import { type FoundVerb, type LexiconLanguage, lexiconLanguage, STEP, verbsIn } from './verbs.ts'
import { newText, oldText } from './words.ts'

export type Effect = 'weakens' | 'strengthens'
export const verdicts = ['weakens', 'strengthens', 'mixed', 'neutral'] as const
export type Verdict = (typeof verdicts)[number]

export type FindingKind =
  | LexiconKind
  | 'opening_verb'
  | 'verb'
  | 'commitment'
  | 'addressee'
  | 'paragraph_deleted'
  | 'paragraph_added'
  | 'moved_to_preamble'
  | 'moved_from_preamble'

export type Finding = {
  readonly kind: FindingKind
  readonly effect: Effect
  /** Of the lexicon, where its reason stands. */
  readonly line: string | null
  /** Where the words stand: taken from the old text, or put into the new one. */
  readonly side: 'old' | 'new'
  readonly from: number
  readonly to: number
  readonly words: string
  /** What stood there before, or stands there now. */
  readonly against: string | null
}

export type Review = { readonly findings: readonly Finding[]; readonly verdict: Verdict }

/** A change as the review reads it: null where there is no text on that side. */
export type Reviewed = {
  readonly old: string | null
  readonly new: string | null
  readonly oldPart: Part | null
  readonly newPart: Part | null
}

export const reviewChange = (change: Change, language: string): Review => {
  if (change.kind === 'unknown') return { findings: [], verdict: 'neutral' }
  // Beyond the end of a fragment nothing is known to have changed.
  const words = segmentsOf(change).filter(({ kind }) => kind !== 'unknown_old' && kind !== 'unknown_new')
  const [old, now] = [oldText(words), newText(words)]
  const oldPart =
    change.kind === 'added' ? null : change.kind === 'merged' ? change.new.part : change.old.part
  const newPart =
    change.kind === 'deleted' ? null : change.kind === 'split' ? change.old.part : change.new.part
  return reviewTexts(
    {
      old: change.kind === 'added' ? null : old,
      new: change.kind === 'deleted' ? null : now,
      oldPart,
      newPart,
    },
    language,
  )
}

export const reviewTexts = (reviewed: Reviewed, language: string): Review => {
  const known = lexiconLanguage(language)
  const [old, now] = [reviewed.old ?? '', reviewed.new ?? '']
  const findings: Finding[] =
    old === now
      ? []
      : [
          ...lexiconFindings(old, now, known),
          ...verbFindings(old, now, known),
          ...addresseeFindings(old, now),
        ]
  findings.push(...moveFindings(reviewed))
  const whole = wholeParagraph(reviewed, findings, known)
  return { findings: whole, verdict: verdictOf(whole) }
}

export const verdictOf = (findings: readonly Finding[]): Verdict => {
  const weakens = findings.some(({ effect }) => effect === 'weakens')
  const strengthens = findings.some(({ effect }) => effect === 'strengthens')
  if (weakens && strengthens) return 'mixed'
  return weakens ? 'weakens' : strengthens ? 'strengthens' : 'neutral'
}

type Match = { readonly from: number; readonly to: number; readonly words: string }

const compiled = lexicon.map((line) => ({
  line,
  pattern: new RegExp(`(?<!\\p{L})(?:${line.pattern})(?!\\p{L})`, 'giu'),
}))
const quietPatterns = quiet.map(({ language, pattern }) => ({
  language,
  pattern: new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'giu'),
}))

/** Quiet passages become spaces, so that places stay. */
const hush = (text: string, language: LexiconLanguage): string =>
  quietPatterns
    .filter((line) => line.language === language)
    .reduce((left, { pattern }) => left.replace(pattern, (words) => ' '.repeat(words.length)), text)

const lexiconFindings = (old: string, now: string, language: LexiconLanguage): readonly Finding[] => {
  const [quietOld, quietNow] = [hush(old, language), hush(now, language)]
  return compiled
    .filter(({ line }) => line.language === language)
    .flatMap(({ line, pattern }) => {
      const before = matchesOf(quietOld, pattern)
      const after = matchesOf(quietNow, pattern)
      // Counted, not placed: the order of a list says nothing.
      const gone = before.length > after.length ? unmatched(before, after) : []
      const come = after.length > before.length ? unmatched(after, before) : []
      return [
        ...gone.map((match) => lexiconFinding(line, 'old', match)),
        ...come.map((match) => lexiconFinding(line, 'new', match)),
      ]
    })
}

const matchesOf = (text: string, pattern: RegExp): readonly Match[] =>
  [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ from: index, to: index + words.length, words }))

/** As many as there are more of, those first whose words the other side does not have. */
const unmatched = (more: readonly Match[], fewer: readonly Match[]): readonly Match[] => {
  const left = fewer.map(({ words }) => words.toLowerCase())
  const alone = more.filter(({ words }) => {
    const at = left.indexOf(words.toLowerCase())
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return alone.slice(0, more.length - fewer.length)
}

const lexiconFinding = (line: LexiconLine, side: 'old' | 'new', match: Match): Finding => {
  const gone = side === 'old'
  const effect = gone === limits(line.kind) ? 'strengthens' : 'weakens'
  return { kind: line.kind, effect, line: line.id, side, ...match, against: null }
}

const verbFindings = (old: string, now: string, language: LexiconLanguage): readonly Finding[] => {
  const [before, after] = [verbsIn(old, language), verbsIn(now, language)]
  const rest = { old: [...before], now: [...after] }
  for (const verb of before) {
    const at = rest.now.findIndex(({ name }) => name === verb.name)
    if (at < 0) continue
    rest.now.splice(at, 1)
    rest.old.splice(rest.old.indexOf(verb), 1)
  }
  const findings: Finding[] = []
  for (const [i, verb] of rest.old.entries()) {
    const other = rest.now[i]
    if (other) findings.push(...comparedVerbs(verb, other))
    else if (verb.commits)
      findings.push(verbFinding('commitment', 'weakens', { side: 'old', verb, against: null }))
  }
  for (const verb of rest.now.slice(rest.old.length))
    if (verb.commits)
      findings.push(verbFinding('commitment', 'strengthens', { side: 'new', verb, against: null }))
  return findings
}

const comparedVerbs = (old: FoundVerb, now: FoundVerb): readonly Finding[] => {
  const kind = old.from < 10 && now.from < 10 ? 'opening_verb' : 'verb'
  const given = { side: 'new', verb: now, against: old.words } as const
  if (now.strength <= old.strength - STEP) return [verbFinding(kind, 'weakens', given)]
  if (now.strength >= old.strength + STEP) return [verbFinding(kind, 'strengthens', given)]
  return []
}

type VerbGiven = { readonly side: 'old' | 'new'; readonly verb: FoundVerb; readonly against: string | null }

const verbFinding = (
  kind: 'opening_verb' | 'verb' | 'commitment',
  effect: Effect,
  { side, verb, against }: VerbGiven,
): Finding => ({ kind, effect, line: null, side, from: verb.from, to: verb.to, words: verb.words, against })

/** Who is asked, from those who are bound to those who are not. Each found behind the verb that asks. */
const ADDRESSEES: readonly (readonly [pattern: string, binding: number])[] = [
  ['all (?:Member )?States|tous les États(?: Membres)?|todos los Estados(?: Miembros)?', 4],
  [
    '(?:States|Governments) concerned|interested (?:States|Governments)|some States|les États (?:concernés|intéressés)|los Estados (?:interesados|concernidos)',
    2,
  ],
  [
    '(?:the )?(?:Member )?States(?: parties)?|Governments|the Government|les États|los Estados|les gouvernements|los gobiernos',
    3,
  ],
  [
    '(?:all )?(?:the )?(?:relevant |other |all )*stakeholders|the international community|civil society|(?:toutes )?les parties prenantes|(?:todas )?las partes interesadas|la communauté internationale|la comunidad internacional',
    1,
  ],
  ['human rights defenders|individuals(?:, groups)?|non-governmental organi[sz]ations', 0],
]
const ASKS =
  '(?:upon|on|urges|encourages|invites|requests|demands that|exhorte|demande à|insta a|exhorta a|pide a|invite|invita a) '
const ADDRESSED = new RegExp(
  `${ASKS}(?:${ADDRESSEES.map(([pattern], i) => `(?<a${i}>${pattern})`).join('|')})(?!\\p{L})`,
  'iu',
)

const addresseeIn = (text: string): (Match & { readonly binding: number }) | null => {
  const match = ADDRESSED.exec(text)
  const [name, words] = Object.entries(match?.groups ?? {}).find(([, found]) => found !== undefined) ?? []
  if (!match || name === undefined || words === undefined) return null
  const to = match.index + match[0].length
  return { from: to - words.length, to, words, binding: ADDRESSEES[Number(name.slice(1))]?.[1] ?? 0 }
}

const addresseeFindings = (old: string, now: string): readonly Finding[] => {
  const [before, after] = [addresseeIn(old), addresseeIn(now)]
  if (!before || !after || before.binding === after.binding) return []
  const effect = after.binding < before.binding ? 'weakens' : 'strengthens'
  const { from, to, words } = after
  return [{ kind: 'addressee', effect, line: null, side: 'new', from, to, words, against: before.words }]
}

/** What a body only recites binds nobody. */
const moveFindings = ({ oldPart, newPart, new: now }: Reviewed): readonly Finding[] => {
  const place = { line: null, side: 'new', from: 0, to: now?.length ?? 0, words: '', against: null } as const
  if (oldPart === 'operative' && newPart === 'preamble')
    return [{ kind: 'moved_to_preamble', effect: 'weakens', ...place }]
  if (oldPart === 'preamble' && newPart === 'operative')
    return [{ kind: 'moved_from_preamble', effect: 'strengthens', ...place }]
  return []
}

/** A verb of at least this strength says something that is lost with its paragraph. */
const SAYS_SOMETHING = 3.5

/**
 * Of a paragraph that goes or comes as a whole, the limits inside it do not count for themselves: that an escape
 * clause falls with the promise it limited is no gain. In a new paragraph it is a limit to what is gained.
 */
const wholeParagraph = (
  { old, new: now }: Reviewed,
  findings: readonly Finding[],
  language: LexiconLanguage,
): readonly Finding[] => {
  if ((old === null) === (now === null)) return findings
  const isLimit = ({ line }: Finding): boolean => {
    const found = lexicon.find(({ id }) => id === line)
    return found !== undefined && limits(found.kind)
  }
  const limiting = findings.filter(isLimit)
  const others = findings.filter((finding) => !isLimit(finding) && finding.kind !== 'commitment')
  const text = old ?? now ?? ''
  const [opening] = verbsIn(text, language)
  const says = opening !== undefined && opening.strength >= SAYS_SOMETHING
  const burdens = limiting.some(({ kind }) => kind === 'burden' || kind === 'cast_doubt')
  if (others.length === 0 && burdens) return limiting
  if (!says && others.length === 0) return []
  const place = { line: null, from: 0, to: text.length, words: opening?.words ?? '', against: null }
  const whole: readonly Finding[] =
    now === null
      ? [{ kind: 'paragraph_deleted', effect: 'weakens', side: 'old', ...place }]
      : [{ kind: 'paragraph_added', effect: 'strengthens', side: 'new', ...place }]
  return now === null ? [...whole, ...others] : [...whole, ...others, ...limiting]
}
