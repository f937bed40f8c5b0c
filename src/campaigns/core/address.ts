/**
 * One spelling for one box. Only for telling whether an address has acted already: letters go to what was typed.
 * Where two boxes might be meant, they stay two; a tag after "+" and case are the exceptions, since no provider of any
 * size gives such boxes to different people.
 */
import { domainToAscii, foldLookalikes } from './domain.ts'
import { mailAddress } from './target.ts'

/** As it is written to: the domain in ASCII, blanks around it gone, "＠" of wide keyboards understood; null: no address. */
export const parseAddress = (typed: string): string | null => {
  const text = typed.trim().normalize('NFKC')
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > 254) return null
  const domain = domainToAscii(text.slice(at + 1))
  if (domain === null) return null
  const local = text.slice(0, at)
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null
  const parsed = mailAddress.safeParse(`${local}@${domain}`)
  return parsed.success ? parsed.data : null
}

/** Of what `parseAddress` gave. The same for every spelling of one box, and itself its own canonical form. */
export const canonicalAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  const domain = canonicalDomain(address.slice(at + 1))
  const { dots = '' } = rules.get(domain) ?? {}
  const typed = address.slice(0, at).normalize('NFKC').toLowerCase().normalize('NFKC')
  const bare = withoutTag(typed)
  const local = dots === '' ? bare : [...bare].filter((sign) => !dots.includes(sign)).join('')
  // Of signs alone nothing would be left, and all such addresses would be one.
  return `${local === '' ? typed : local}@${domain}`
}

/** In ASCII, under the name that the provider gives the box first; lookalikes of other scripts read as what they mimic. */
export const canonicalDomain = (domain: string): string => {
  const folded = foldLookalikes(domain.toLowerCase())
  return sameBoxes.get(folded) ?? folded
}

/** A domain that imitates another one by letters of other scripts. */
export const isLookalike = (domain: string): boolean =>
  foldLookalikes(domain.toLowerCase()) !== domain.toLowerCase()

/** Thousands of people sign from these within an hour, and nothing is wrong. */
export const isSharedProvider = (domain: string): boolean => shared.has(canonicalDomain(domain))

const withoutTag = (local: string): string => {
  const plus = local.indexOf('+')
  return plus > 0 ? local.slice(0, plus) : local
}

/** Domains under which one provider gives the same person the same box. */
const sameBoxes = new Map<string, string>([
  ['googlemail.com', 'gmail.com'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['protonmail.com', 'proton.me'],
  ['protonmail.ch', 'proton.me'],
  ['pm.me', 'proton.me'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
  ['yandex.by', 'yandex.ru'],
  ['yandex.kz', 'yandex.ru'],
])

/** Signs that these do not read in the local part. */
const rules = new Map<string, { readonly dots: string }>([
  ['gmail.com', { dots: '.' }],
  ['proton.me', { dots: '.-_' }],
])

const shared = new Set([
  'gmail.com',
  'icloud.com',
  'proton.me',
  'yandex.ru',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.co.uk',
  'yahoo.fr',
  'hotmail.fr',
  'hotmail.co.uk',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'gmx.com',
  'web.de',
  't-online.de',
  'posteo.de',
  'mailbox.org',
  'tutanota.com',
  'tuta.io',
  'riseup.net',
  'fastmail.com',
  'zoho.com',
  'mail.com',
  'mail.ru',
  'bk.ru',
  'list.ru',
  'inbox.ru',
  'rambler.ru',
  'orange.fr',
  'free.fr',
  'laposte.net',
  'wanadoo.fr',
  'libero.it',
  'qq.com',
  '163.com',
  '126.com',
  'naver.com',
  'comcast.net',
  'bluewin.ch',
  'telenor.no',
  'online.no',
])
