/** What a picture tells of place, person, device and time. */
import { parse } from 'exifr'
import { fact, type FactName, type FileFact, type FileKind, placeWords } from '#cases/core/file_facts.ts'
import { latin } from './byte_source.ts'
import { jpegWords } from './jpeg.ts'
import { pngWords } from './png.ts'
import { readRiff } from './riff.ts'

type Section = Readonly<Record<string, unknown>>

/** Tags by name, wherever they stand: makers put the same ones into several sections. */
const known: Readonly<Record<string, FactName>> = {
  Artist: 'author',
  XPAuthor: 'author',
  Creator: 'author',
  creator: 'author',
  Byline: 'author',
  Writer: 'author',
  AuthorsPosition: 'author',
  OwnerName: 'owner',
  CameraOwnerName: 'owner',
  Copyright: 'copyright',
  CopyrightNotice: 'copyright',
  rights: 'copyright',
  Contact: 'contact',
  CreatorContactInfo: 'contact',
  Make: 'camera',
  Model: 'camera',
  UniqueCameraModel: 'camera',
  LensMake: 'lens',
  LensModel: 'lens',
  Lens: 'lens',
  SerialNumber: 'serial',
  BodySerialNumber: 'serial',
  CameraSerialNumber: 'serial',
  LensSerialNumber: 'serial',
  InternalSerialNumber: 'serial',
  Software: 'software',
  CreatorTool: 'software',
  ProcessingSoftware: 'software',
  HostComputer: 'host',
  ImageUniqueID: 'file_id',
  DocumentID: 'file_id',
  InstanceID: 'file_id',
  OriginalDocumentID: 'file_id',
  DateTimeOriginal: 'taken',
  DateCreated: 'taken',
  CreateDate: 'made',
  DateTimeDigitized: 'made',
  ModifyDate: 'changed',
  MetadataDate: 'changed',
  GPSDateStamp: 'gps_time',
  GPSTimeStamp: 'gps_time',
  City: 'place_name',
  State: 'place_name',
  Country: 'place_name',
  Location: 'place_name',
  Sublocation: 'place_name',
  GPSAreaInformation: 'place_name',
  ImageDescription: 'description',
  Caption: 'description',
  description: 'description',
  Headline: 'title',
  ObjectName: 'title',
  title: 'title',
  XPTitle: 'title',
  XPSubject: 'subject',
  XPComment: 'comment',
  UserComment: 'comment',
  Keywords: 'keywords',
  XPKeywords: 'keywords',
  subject: 'keywords',
}

/** How a picture is stored, which tells of nobody; and the places told already as one. */
const silent =
  /^(X|Y)Resolution$|^ResolutionUnit$|^Orientation$|^YCbCr|^ColorSpace$|^Exif(Version|ImageWidth|ImageHeight)$|^ExifIFD|^FlashpixVersion$|^ComponentsConfiguration$|^(Image|Pixel)[XYWH]|^BitsPerSample$|^Compression$|^GPS(Latitude|Longitude|Altitude)(Ref)?$|^GPSVersionID$|^(latitude|longitude)$|^Interop|^MakerNote$|^InteropIFD/

const options = {
  tiff: true,
  ifd1: true,
  exif: true,
  gps: true,
  interop: true,
  xmp: true,
  iptc: true,
  icc: false,
  jfif: false,
  makerNote: true,
  userComment: true,
  mergeOutput: false,
  ihdr: false,
  reviveValues: false,
  sanitize: true,
}

export const pictureFacts = async (
  bytes: Uint8Array<ArrayBuffer>,
  kind: FileKind,
): Promise<readonly FileFact[]> => {
  const sections = await sectionsOf(bytes, kind)
  return [
    ...placeFacts(sections.gps ?? {}),
    ...Object.entries(sections).flatMap(([section, tags]) =>
      section === 'ifd1' || section === 'ihdr' ? [] : tagFacts(tags),
    ),
    ...thumbnailFacts(sections.ifd1),
    ...kindFacts(bytes, kind),
  ]
}

const sectionsOf = async (
  bytes: Uint8Array<ArrayBuffer>,
  kind: FileKind,
): Promise<Readonly<Record<string, Section>>> => {
  const whole = wholeTags(bytes, kind)
  if (whole === null) return {}
  const found: unknown = await parse(whole, options).catch(() => undefined)
  if (typeof found !== 'object' || found === null) return {}
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, tags]) =>
      typeof tags === 'object' && tags !== null ? [[name, tags as Section]] : [[name, { [name]: tags }]],
    ),
  )
}

/** The reader knows no WebP: of one it gets the camera's words by themselves, which are a TIFF file. */
const wholeTags = (bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Uint8Array<ArrayBuffer> | null => {
  if (kind === 'gif' || kind === 'bmp') return null
  if (kind !== 'webp') return bytes
  const at = latin(bytes).indexOf('EXIF', 12)
  if (at < 0) return null
  const from = latin(bytes, at + 8, at + 14) === 'Exif\0\0' ? at + 14 : at + 8
  return bytes.slice(from)
}

const placeFacts = (gps: Section): readonly FileFact[] => {
  const { latitude, longitude } = gps
  const place =
    typeof latitude === 'number' && typeof longitude === 'number' && Number.isFinite(latitude + longitude)
      ? fact('gps', placeWords(latitude, longitude))
      : []
  const altitude = Number(gps.GPSAltitude)
  return [
    ...place,
    // Coordinates that cannot be read may be readable to others.
    ...(place.length === 0 && gps.GPSLatitude !== undefined ? fact('gps', words(gps.GPSLatitude)) : []),
    ...(gps.GPSAltitude !== undefined && Number.isFinite(altitude)
      ? fact('altitude', `${altitude.toFixed(1)} m`)
      : []),
  ]
}

const tagFacts = (tags: Section): readonly FileFact[] => {
  const cameras = [tags.Make, tags.Model].filter((one) => one !== undefined).map(words)
  return [
    ...fact('camera', cameras.join(' ')),
    ...Object.entries(tags).flatMap(([name, value]): readonly FileFact[] => {
      if (name === 'Make' || name === 'Model') return []
      if (/^makerNote$/i.test(name)) return fact('maker_note', sizeOf(value))
      if (silent.test(name)) return []
      const meant = known[name] ?? (/serial/i.test(name) ? 'serial' : undefined)
      return meant === undefined ? fact('tag', words(value), name) : fact(meant, words(value))
    }),
  ]
}

const thumbnailFacts = (tags: Section | undefined): readonly FileFact[] => {
  const length = tags?.ThumbnailLength ?? tags?.JPEGInterchangeFormatLength
  return tags === undefined ? [] : fact('thumbnail', typeof length === 'number' ? String(length) : '…')
}

const kindFacts = (bytes: Uint8Array, kind: FileKind): readonly FileFact[] => {
  if (kind === 'jpeg') {
    const { comments, after } = jpegWords(bytes)
    return [...comments.flatMap((one) => fact('comment', one)), ...afterFacts(after)]
  }
  if (kind === 'png') {
    const { words: found, after } = pngWords(bytes)
    return [
      ...found.flatMap(([name, said]) =>
        name.startsWith('XML:com') ? [] : fact(pngNames[name] ?? 'tag', said, name),
      ),
      ...afterFacts(after),
    ]
  }
  if (kind === 'webp') return xmpOf(bytes)
  return []
}

/** Its words are shown as they stand: what they mean is read by eye. */
const xmpOf = (bytes: Uint8Array): readonly FileFact[] => {
  const read = readRiff(bytes)
  const xmp = read.ok ? read.value.chunks.find(({ type }) => type === 'XMP ') : undefined
  return xmp ? fact('tag', new TextDecoder().decode(bytes.subarray(xmp.from + 8, xmp.to)), 'XMP') : []
}

const pngNames: Readonly<Record<string, FactName>> = {
  Author: 'author',
  Copyright: 'copyright',
  Software: 'software',
  Source: 'camera',
  'Creation Time': 'made',
  tIME: 'changed',
  Title: 'title',
  Description: 'description',
  Comment: 'comment',
}

/** A few bytes are padding; phones put whole films there. */
const afterFacts = (bytes: number): readonly FileFact[] => (bytes > 0 ? fact('after_end', String(bytes)) : [])

const sizeOf = (value: unknown): string =>
  ArrayBuffer.isView(value) ? String(value.byteLength) : String(words(value).length)

/** A value as text: parts of a structure one after the other, bytes by their letters. */
const words = (value: unknown): string => {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return (latin(bytes).match(/[\x20-\x7e\xa0-\xff]{2,}/g) ?? [])
      .join(' ')
      .replace(/^(ASCII|UNICODE)\s*/, '')
  }
  if (Array.isArray(value)) return value.map(words).join(', ')
  if (typeof value === 'object' && value !== null) return Object.values(value).map(words).join(', ')
  return value === undefined || value === null ? '' : String(value as string | number | boolean)
}

/** How the pixels lie; 1 is upright. */
export const orientationOf = async (bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Promise<number> => {
  const whole = wholeTags(bytes, kind)
  const found: unknown =
    whole && (await parse(whole, { ...bare, pick: ['Orientation'] }).catch(() => undefined))
  const turn = (found as { readonly Orientation?: unknown } | undefined)?.Orientation
  return typeof turn === 'number' && turn >= 1 && turn <= 8 ? turn : 1
}

const bare = {
  tiff: true,
  exif: false,
  gps: false,
  xmp: false,
  icc: false,
  iptc: false,
  translateValues: false,
}
