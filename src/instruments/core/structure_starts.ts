/** How the lines begin that begin a provision. */

export type Start =
  | { readonly kind: 'opening'; readonly words: string }
  | { readonly kind: 'enacting'; readonly words: string; readonly rest: string }
  | { readonly kind: 'numbered'; readonly number: number; readonly rest: string }
  | { readonly kind: 'mark'; readonly mark: string; readonly rest: string }
  | { readonly kind: 'article'; readonly number: string; readonly rest: string }
  | { readonly kind: 'duty'; readonly code: string; readonly rest: string }
  | { readonly kind: 'whereas' }
  | { readonly kind: 'preambular' }
  | { readonly kind: 'operative' }
  | { readonly kind: 'closing' }
  | { readonly kind: 'none' }

/** Bodies that speak in the first line of their texts, English, French, Spanish. */
const OPENING =
  /^(?:The (?:General Assembly|Human Rights Council|Security Council|Economic and Social Council|Commission on [^,]{3,60}|Third Committee|European Parliament)|L[’']Assemblée générale|Le Conseil (?:des droits de l[’']homme|de sécurité|économique et social)|La Asamblea General|El Consejo (?:de Derechos Humanos|de Seguridad|Económico y Social)),$/u

const ENACTING =
  /^(?<words>(?:Now, therefore, be it )?(?:Resolved(?: by [^,]{3,90})?, That(?: the (?:Senate|House(?: of Representatives)?))?|Be it enacted[^—]{0,200}|(?:Solemnly )?(?:Declares|Proclaims)(?: that| the following)?)\s*(?:--|[—–:]|$))\s*(?<rest>.*)$/u

const ENACTING_INLINE =
  /^(?<words>(?:Now, therefore, be it )?Resolved(?: by [^,]{3,90})?, That)\s+(?<rest>\S.*)$/u

const NUMBERED = /^(?<number>\d{1,3})\.(?:\s+(?<rest>\S.*|))?$/
const MARK = /^\((?<mark>[a-z]{1,5}|[A-Z]|\d{1,2})\)\s*(?<rest>\S.*|)$/
const ARTICLE =
  /^(?:Article|ARTICLE|Artículo|Art\.|Section|Sec\.)\s+(?<number>\d{1,3}[a-z]?|[IVXLC]{1,7})(?:\s*[.:–—-]\s*(?<rest>.*))?$/u
const DUTY = /^(?<code>[A-Z]{1,3}\d{1,3})(?:\s*[.:–—-]\s*|\s+)(?<rest>\S.*)$/u

const ADVERB =
  '(?:Also|Further|Deeply|Gravely|Strongly|Fully|Seriously|Profoundly|Keenly|Equally|Again|Firmly|Particularly|Gravement|Profondément|Vivement|Hondamente|Profundamente|Gravemente)'
const PREAMBULAR = new RegExp(
  `^(?!United\\b)(?:${ADVERB} )?(?:\\p{L}{2,}(?:ing|ed|ant|ée|ando|iendo|ada)|Mindful|Conscious|Aware|Anxious|` +
    'Desirous|Cognizant|Confident|Consciente|Certaine)(?!\\p{L})',
  'iu',
)

const OPERATIVE =
  /^(?:(?:Also|Further|Strongly|Firmly|Deeply|Again) )?(?:Accepts|Acknowledges|Adopts|Affirms|Appeals|Appreciates|Approves|Authorizes|Calls upon|Commends|Concurs|Condemns|Confirms|Considers|Decides|Declares|Demands|Deplores|Directs|Emphasizes|Encourages|Endorses|Expresses|Invites|Notes|Proclaims|Reaffirms|Recalls|Recognizes|Recommends|Regrets|Reiterates|Reminds|Renews|Requests|Stresses|Supports|Takes note|Transmits|Trusts|Underlines|Underscores|Urges|Welcomes|Demande|Décide|Condamne|Exhorte|Engage|Invite|Prie|Réaffirme|Souligne|Exhorta|Decide|Condena|Insta|Invita|Pide|Reafirma|Subraya|Alienta)\b/iu

const CLOSING =
  /^(?:\d{1,3}(?:st|nd|rd|th) (?:plenary )?meeting|Annex(?:e)?(?:\s+[IVX]+)?$|Anexo$|\d{1,2} \p{L}+ \d{4}$|\[?Adopted (?:by|without|as))/iu

const CUT = /\[(?:\.\.\.|…|TRUNCATED|truncated)\]/

export const startOf = (text: string): Start => {
  const whole = text.trim()
  const groups = (pattern: RegExp): Readonly<Record<string, string | undefined>> | undefined =>
    pattern.exec(whole)?.groups
  if (OPENING.test(whole)) return { kind: 'opening', words: whole }
  const enacting = groups(ENACTING) ?? groups(ENACTING_INLINE)
  if (enacting) return { kind: 'enacting', words: enacting['words'] ?? '', rest: enacting['rest'] ?? '' }
  const numbered = groups(NUMBERED)
  if (numbered) return { kind: 'numbered', number: Number(numbered['number']), rest: numbered['rest'] ?? '' }
  const mark = groups(MARK)
  if (mark) return { kind: 'mark', mark: mark['mark'] ?? '', rest: mark['rest'] ?? '' }
  const article = groups(ARTICLE)
  if (article) return { kind: 'article', number: article['number'] ?? '', rest: article['rest'] ?? '' }
  const duty = groups(DUTY)
  if (duty) return { kind: 'duty', code: duty['code'] ?? '', rest: duty['rest'] ?? '' }
  if (/^Whereas\b/.test(whole)) return { kind: 'whereas' }
  if (CLOSING.test(whole)) return { kind: 'closing' }
  if (OPERATIVE.test(whole)) return { kind: 'operative' }
  if (/^\p{Lu}/u.test(whole) && PREAMBULAR.test(whole)) return { kind: 'preambular' }
  return { kind: 'none' }
}

export const isCutAtStart = (text: string): boolean => new RegExp(`^${CUT.source}`).test(text)
export const isCutAtEnd = (text: string): boolean => new RegExp(`${CUT.source}$`).test(text)
export const withoutCut = (text: string): string =>
  text.replace(new RegExp(`^${CUT.source}\\s*|\\s*${CUT.source}$`, 'g'), '')

type Series = 'letter' | 'roman' | 'digit' | 'upper'
export type Level = { readonly series: Series; readonly last: string }

const ROMAN = ' i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx '.trim().split(' ')

const nextIn = ({ series, last }: Level): string => {
  if (series === 'roman') return ROMAN[ROMAN.indexOf(last) + 1] ?? ''
  if (series === 'digit') return String(Number(last) + 1)
  const end = series === 'letter' ? 'z' : 'Z'
  const first = series === 'letter' ? 'a' : 'A'
  if (last === end) return first + first
  const at = last.length - 1
  return last.slice(0, at) + String.fromCharCode(last.charCodeAt(at) + 1)
}

export const followsIn = (level: Level, mark: string): boolean => nextIn(level) === mark

export const seriesOf = (mark: string): Series => {
  if (/^\d+$/.test(mark)) return 'digit'
  if (/^[A-Z]/.test(mark)) return 'upper'
  return mark.length > 1 && ROMAN.includes(mark) ? 'roman' : 'letter'
}

/** The series that a first mark opens; null when the mark is no first one. */
export const opensSeries = (mark: string): Series | null => {
  const first: Readonly<Record<string, Series>> = { a: 'letter', i: 'roman', '1': 'digit', A: 'upper' }
  return first[mark] ?? null
}

/** The mark before this one, for a piece whose own mark is cut off. */
export const markBefore = (mark: string): string | null => {
  const series = seriesOf(mark)
  if (series === 'digit') return Number(mark) > 1 ? String(Number(mark) - 1) : null
  if (series === 'roman') return ROMAN[ROMAN.indexOf(mark) - 1] ?? null
  return mark.length === 1 && mark.toLowerCase() !== 'a' ? String.fromCharCode(mark.charCodeAt(0) - 1) : null
}
