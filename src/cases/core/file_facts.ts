/**
 * What a file tells besides what it shows: where it was made, by whom, with which device, when. Read on the member's
 * device alone, shown before the file is kept, and taken out of a redacted copy.
 */

/** The worst first: in this order they are shown. */
export const dangers = ['place', 'person', 'device', 'time', 'other'] as const
export type Danger = (typeof dangers)[number]

/** What is known of by name; whatever else stands in a file is `tag`, with the file's own name for it. */
export const factNames = {
  place: ['gps', 'altitude', 'place_name', 'sensor_track'],
  person: ['author', 'owner', 'last_editor', 'manager', 'company', 'copyright', 'contact', 'template'],
  device: ['camera', 'lens', 'serial', 'software', 'maker_note', 'file_id', 'host'],
  time: ['taken', 'made', 'changed', 'gps_time', 'printed', 'edited_minutes'],
  other: [
    'title',
    'subject',
    'description',
    'comment',
    'keywords',
    'thumbnail',
    'cover',
    'revision',
    'tracked_changes',
    'remarks',
    'attachments',
    'after_end',
    'tag',
  ],
} as const satisfies Readonly<Record<Danger, readonly string[]>>
export type FactName = (typeof factNames)[Danger][number]

export type FileFact = {
  readonly name: FactName
  /** In the file's own words, or how many. */
  readonly said: string
  /** Of a `tag`: what the file calls it. */
  readonly tag?: string
}

export const pictureKinds = ['jpeg', 'png', 'webp', 'gif', 'bmp', 'avif', 'heic', 'tiff'] as const
export const soundKinds = ['mp3', 'wav', 'flac', 'ogg', 'aac'] as const
export const filmKinds = ['mp4', 'webm'] as const
export const documentKinds = ['pdf', 'docx', 'odf', 'zip', 'text', 'unknown'] as const
export type FileKind =
  | (typeof pictureKinds)[number]
  | (typeof soundKinds)[number]
  | (typeof filmKinds)[number]
  | (typeof documentKinds)[number]

/** Why no copy without metadata is made: half of them would be left, and nobody would know. */
export const noCopyReasons = [
  'kind_unsafe',
  'too_large',
  'damaged',
  'inside_sound',
  'unknown_track',
  'left_behind',
] as const
export type NoCopyReason = (typeof noCopyReasons)[number]

export type FileReport = {
  readonly kind: FileKind
  readonly facts: readonly FileFact[]
  /** False: the file is damaged or of a kind whose metadata nobody here can read; it may tell more. */
  readonly whole: boolean
}

/** A longer one is cut: what a file says must not flood a page. */
const LONGEST = 300

export const fact = (name: FactName, said: string, tag?: string): readonly FileFact[] => {
  const text = said.replaceAll(/\p{Cc}+/gu, ' ').trim()
  if (text === '') return []
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text
  return [{ name, said: short, ...(tag === undefined ? {} : { tag }) }]
}

export const dangerOf = (name: FactName): Danger =>
  dangers.find((danger) => (factNames[danger] as readonly FactName[]).includes(name)) ?? 'other'

/** The worst first, each said once. */
export const inOrder = (facts: readonly FileFact[]): readonly FileFact[] => {
  const once = new Map(facts.map((one) => [`${one.name} ${one.tag ?? ''} ${one.said}`, one]))
  return [...once.values()].toSorted(
    (a, b) => dangers.indexOf(dangerOf(a.name)) - dangers.indexOf(dangerOf(b.name)),
  )
}

const side = (degrees: number, plus: string, minus: string): string =>
  `${Math.abs(degrees)
    .toFixed(5)
    .replace(/0{1,4}$/, '')} ${degrees < 0 ? minus : plus}`

/** Degrees to five places: about a metre. */
export const placeWords = (latitude: number, longitude: number): string =>
  `${side(latitude, 'N', 'S')} ${side(longitude, 'E', 'W')}`

/** ISO 6709 as phones write it into films: `+14.5995+120.9842+012.3/`. */
export const parseIso6709 = (text: string): { readonly place: string; readonly altitude: string } | null => {
  const found = /([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text)
  if (found === null) return null
  return {
    place: placeWords(Number(found[1]), Number(found[2])),
    altitude: found[3] === undefined ? '' : `${Number(found[3])} m`,
  }
}

export const isPicture = (kind: FileKind): boolean => (pictureKinds as readonly FileKind[]).includes(kind)
export const isSound = (kind: FileKind): boolean => (soundKinds as readonly FileKind[]).includes(kind)
export const isFilm = (kind: FileKind): boolean => (filmKinds as readonly FileKind[]).includes(kind)

/** What this kind of file is called among evidence, until the member says otherwise. */
export const evidenceTypeOf = (kind: FileKind): 'image' | 'audio' | 'video' | 'document' | 'other' => {
  if (isPicture(kind)) return 'image'
  if (isSound(kind)) return 'audio'
  if (isFilm(kind)) return 'video'
  return ['pdf', 'docx', 'odf', 'text'].includes(kind) ? 'document' : 'other'
}
