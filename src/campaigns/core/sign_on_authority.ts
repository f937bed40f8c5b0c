/**
 * Whether an address speaks for an organisation: mail at the domain of its own web site. Both are given by whoever
 * signs, so this shows that they hold that domain and not that it is the organisation's: the secretary's desk looks at
 * it before it accepts.
 */
import { parse } from 'tldts'

/** Where anybody gets an address; what ends in a country's form of them (yahoo.co.uk) is one too. */
const freeProviders = new Set(
  (
    'gmail googlemail yahoo ymail rocketmail hotmail outlook live msn aol icloud me mac proton protonmail pm tutanota ' +
    'tuta gmx web mail yandex rambler bk inbox list zoho fastmail hey mailfence posteo disroot riseup free orange ' +
    'wanadoo laposte sfr libero virgilio tiscali t-online freenet arcor qq 163 126 sina sohu naver daum hanmail ' +
    'rediffmail ukr i seznam wp o2 onet interia abv maktoob hushmail duck skiff mailo autistici systemli'
  ).split(' '),
)

/** Registrable domain, such as example.org.uk; null: an address in numbers, or no name that anybody registers. */
export const ownDomain = (address: string): string | null => {
  const { domain, isIp, isIcann, isPrivate } = parse(address, { allowPrivateDomains: true })
  return domain !== null && isIp !== true && (isIcann === true || isPrivate === true) ? domain : null
}

export const isFreeProvider = (domain: string): boolean => freeProviders.has(domain.split('.')[0] ?? '')

export type DomainShown =
  | { readonly kind: 'shown'; readonly domain: string }
  | { readonly kind: 'free_provider' }
  | { readonly kind: 'other_domain' }
  | { readonly kind: 'no_site' }

export const domainShown = (given: { readonly mail: string; readonly site: string | null }): DomainShown => {
  if (given.site === null || given.site.trim() === '') return { kind: 'no_site' }
  const ofMail = ownDomain(given.mail.slice(given.mail.lastIndexOf('@') + 1))
  const ofSite = ownDomain(given.site)
  if (ofMail === null || ofSite === null) return { kind: 'other_domain' }
  if (isFreeProvider(ofMail)) return { kind: 'free_provider' }
  return ofMail === ofSite ? { kind: 'shown', domain: ofMail } : { kind: 'other_domain' }
}
