/**
 * The verbs that open paragraphs of resolutions, on one ordered scale from 1 (noted) to 10 (demanded, strongly
 * condemned). The order is that of UN drafting practice; the distances are ours. Verbs less than one step apart are
 * held to be equally strong.
 */

export type Verb = {
  readonly name: string
  readonly strength: number
  /** It asks somebody to do something, decides or condemns: losing it is losing a commitment. */
  readonly commits: boolean
}

type Row = readonly [
  name: string,
  strength: number,
  commits: boolean,
  english: string,
  french: string,
  spanish: string,
]

/** Each form is a pattern: third person in operative paragraphs, participle in preambles. */
const ROWS: readonly Row[] = [
  ['demand', 10, true, 'demand(?:s|ing)', 'exige(?:ant)?', 'exig(?:e|iendo)'],
  [
    'strongly_condemn',
    10,
    true,
    '(?:strongly|firmly|unequivocally) condemn(?:s|ing)',
    'condamn(?:e|ant) (?:fermement|énergiquement|avec force)',
    'conden(?:a|ando) (?:enérgicamente|firmemente)',
  ],
  ['condemn', 9, true, 'condemn(?:s|ing)', 'condamn(?:e|ant)', 'conden(?:a|ando)'],
  [
    'strongly_urge',
    9,
    true,
    'strongly urg(?:es|ing)',
    '(?:exhorte|engage|prie) (?:instamment|vivement)',
    'insta (?:encarecidamente|enérgicamente)',
  ],
  ['deplore', 8, true, '(?:strongly )?deplor(?:es|ing)', 'déplor(?:e|ant)', 'deplor(?:a|ando)'],
  ['urge', 8, true, 'urg(?:es|ing)', 'exhort(?:e|ant)|engage(?:ant)?', 'inst(?:a|ando)|exhort(?:a|ando)'],
  ['decide', 8, true, 'decid(?:es|ing)', 'décid(?:e|ant)', 'decid(?:e|iendo)'],
  ['adopt', 8, true, 'adopt(?:s|ing)', 'adopt(?:e|ant)', 'aprueba|aprobando'],
  [
    'strongly_call',
    8,
    true,
    'strongly call(?:s|ing) (?:up)?on|reiterat(?:es|ing) its strong call',
    'demande (?:instamment|avec force)',
    'exhorta (?:encarecidamente|enérgicamente)',
  ],
  [
    'call',
    7,
    true,
    'call(?:s|ing) (?:up)?on|call(?:s|ing) for|reiterat(?:es|ing) its call',
    'demand(?:e|ant)',
    'hac(?:e|iendo) un llamamiento',
  ],
  ['reaffirm', 7, false, 'reaffirm(?:s|ing)', 'réaffirm(?:e|ant)', 'reafirm(?:a|ando)'],
  ['request', 6.5, true, 'request(?:s|ing)', 'pri(?:e|ant)', 'pid(?:e|iendo)|solicit(?:a|ando)'],
  ['affirm', 6.5, false, 'affirm(?:s|ing)', 'affirm(?:e|ant)', 'afirm(?:a|ando)'],
  [
    'grave_concern',
    6,
    false,
    'express(?:es|ing) (?:its )?(?:grave|deep|serious|strong|profound) concern|(?:gravely|deeply|seriously|profoundly) concerned|alarmed',
    'se déclar(?:e|ant) (?:gravement|profondément|vivement) préoccupée?|(?:gravement|profondément|vivement) préoccupée?|alarmée?',
    'expres(?:a|ando) su (?:grave|profunda|seria|honda) preocupación|(?:gravemente|profundamente|hondamente|seriamente) preocupad[ao]|alarmad[ao]',
  ],
  [
    'stress',
    6,
    false,
    '(?:stress(?:es|ing)|emphasiz(?:es|ing)|underlin(?:es|ing)|underscor(?:es|ing))',
    'soulign(?:e|ant)|insist(?:e|ant)',
    'subray(?:a|ando)|destac(?:a|ando)|recalc(?:a|ando)|pon(?:e|iendo) de relieve',
  ],
  [
    'strongly_encourage',
    5.5,
    true,
    'strongly encourag(?:es|ing)',
    'encourage(?:ant)? (?:vivement|fortement)',
    'alienta (?:encarecidamente|enérgicamente)',
  ],
  [
    'concern',
    5,
    false,
    'express(?:es|ing) (?:its )?concern|concerned|regret(?:s|ting)',
    'se déclar(?:e|ant) préoccupée?|préoccupée?|regrett(?:e|ant)',
    'expres(?:a|ando) su preocupación|preocupad[ao]|lament(?:a|ando)',
  ],
  [
    'recognize',
    5,
    false,
    'recogni[sz](?:es|ing)|acknowledg(?:es|ing)',
    'reconnaî(?:t|ssant)|reconnaissant|considér(?:e|ant)',
    'reconoc(?:e|iendo)',
  ],
  [
    'welcome',
    5,
    false,
    'welcom(?:es|ing)|commend(?:s|ing)|endors(?:es|ing)',
    'se félicit(?:e|ant)|accueill(?:e|ant) avec satisfaction|salu(?:e|ant)',
    'acog(?:e|iendo) con (?:beneplácito|satisfacción)|celebr(?:a|ando)|encomi(?:a|ando)',
  ],
  [
    'encourage',
    4.5,
    true,
    'encourag(?:es|ing)|recommend(?:s|ing)|appeal(?:s|ing) to',
    'encourage(?:ant)?|recommand(?:e|ant)',
    'alient(?:a|ando)|recomiend(?:a|ando)',
  ],
  [
    'note_with_concern',
    4,
    false,
    '(?:takes |taking )?not(?:es?|ing) with (?:grave |deep )?(?:concern|regret)',
    '(?:not|constat)(?:e|ant) avec (?:préoccupation|inquiétude|regret)',
    'observ(?:a|ando) con preocupación',
  ],
  [
    'note_with_appreciation',
    4,
    false,
    '(?:takes |taking )?not(?:es?|ing) with (?:appreciation|satisfaction)',
    '(?:prend|prenant) (?:acte|note) avec (?:satisfaction|intérêt)',
    'tom(?:a|ando) nota con (?:aprecio|reconocimiento|satisfacción)',
  ],
  ['invite', 3.5, true, 'invit(?:es|ing)', 'invit(?:e|ant)', 'invit(?:a|ando)'],
  [
    'recall',
    3.5,
    false,
    'recall(?:s|ing)|bear(?:s|ing) in mind|mindful',
    'rappel(?:le|ant)|ayant à l’esprit|gardant à l’esprit',
    'record(?:a|ando)|recuerda|teniendo presente',
  ],
  [
    'note',
    2,
    false,
    '(?:takes|taking) note|not(?:es|ing)',
    '(?:prend|prenant) (?:acte|note)|not(?:e|ant)|constat(?:e|ant)',
    'tom(?:a|ando) nota|observ(?:a|ando)',
  ],
]

const ROWS_BY_LENGTH = ROWS.toSorted((a, b) => b[1] - a[1])

const LANGUAGES = ['en', 'fr', 'es'] as const
export type LexiconLanguage = (typeof LANGUAGES)[number]

export const lexiconLanguage = (language: string): LexiconLanguage =>
  LANGUAGES.find((known) => language.toLowerCase().startsWith(known)) ?? 'en'

/** A verb opens the paragraph, or follows a sign or a linking word; elsewhere the same letters are a noun. */
const LEADS: Readonly<Record<LexiconLanguage, string>> = {
  en: '(?:^(?:the un )?|[,;] (?:and )?(?:therefore,? )?|\\band (?:therefore,? )?)(?:(?:also|further|in this regard|while also) )*',
  fr: '(?:^|[,;] (?:et )?|\\bet )(?:(?:également|en outre|à cet égard) )*',
  es: '(?:^|[,;] (?:y )?|\\by )(?:(?:también|además|a este respecto) )*',
}

const column = (row: Row, language: LexiconLanguage): string =>
  language === 'en' ? row[3] : language === 'fr' ? row[4] : row[5]

/** The longer of two that begin alike comes first: "note with concern" before "note". */
const patternOf = (language: LexiconLanguage): RegExp => {
  const forms = ROWS_BY_LENGTH.map((row) => `(?<${row[0]}>${column(row, language)})`)
  const order = ['note_with_concern', 'note_with_appreciation']
  const first = forms.filter((form) => order.some((name) => form.startsWith(`(?<${name}>`)))
  const rest = forms.filter((form) => !first.includes(form))
  return new RegExp(`${LEADS[language]}(?:${[...first, ...rest].join('|')})(?!\\p{L})`, 'giu')
}

const PATTERNS: Readonly<Record<LexiconLanguage, RegExp>> = {
  en: patternOf('en'),
  fr: patternOf('fr'),
  es: patternOf('es'),
}

export type FoundVerb = Verb & { readonly from: number; readonly to: number; readonly words: string }

export const verbsIn = (text: string, language: LexiconLanguage): readonly FoundVerb[] =>
  [...text.matchAll(PATTERNS[language])].flatMap((match) => {
    const [name, words] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? []
    const row = ROWS.find(([known]) => known === name)
    if (!row || words === undefined) return []
    const to = match.index + match[0].length
    return [{ name: row[0], strength: row[1], commits: row[2], from: to - words.length, to, words }]
  })

/** Of two verbs this far apart one is weaker. */
export const STEP = 0.9
