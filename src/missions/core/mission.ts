/**
 * A mission as everybody may read it: a desk of a government posted to a host country, with what it is bound by, whom to
 * ask and how to ask safely. A document that two persons release; of others than its own desk a shadow record from
 * public sources, which every page says.
 */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { governmentCodes, guidelines, posts } from '#kernel/core/vocabulary/missions.ts'
import { mailAddress, phoneNumber } from '#campaigns/core/target.ts'
import { sources } from '#releases/core/sources.ts'
import { isoDay } from './cited.ts'

export const missionBody = z
  .strictObject({
    lang: language,
    slug,
    name: inLanguages(200),
    government: z.enum(governmentCodes),
    host: z.enum(countryCodes),
    /** Other countries that it looks after from there. */
    alsoFor: z.array(z.enum(countryCodes)).max(20),
    post: z.enum(posts),
    city: inLanguages(120),
    /** True: kept by others from public sources. */
    shadow: z.boolean(),
    guidelines: z.array(z.enum(guidelines)).max(7),
    /** Whether a contact for defenders is named in public; who answers only by the office. */
    contactNamed: z.enum(['yes', 'no', 'not_known']),
    contact: z.strictObject({
      office: inLanguages(300).nullable(),
      mail: mailAddress.nullable(),
      phone: phoneNumber.nullable(),
      link: webAddress.nullable(),
      hours: inLanguages(300).nullable(),
      languages: z.array(language).max(12),
      /** A public age recipient for first contact, where the mission gives one. */
      recipient: words(4000).nullable(),
    }),
    /** What to do and what not before writing or coming: who may be listening, what not to carry. */
    askSafely: inLanguages(3000).nullable(),
    sources,
    checkedOn: isoDay,
  })
  .superRefine(({ lang, name, city }, context) => {
    if (name[lang] === undefined)
      context.addIssue({ code: 'custom', message: 'name_missing', path: ['name', lang] })
    if (city[lang] === undefined)
      context.addIssue({ code: 'custom', message: 'city_missing', path: ['city', lang] })
  })
export type MissionBody = z.infer<typeof missionBody>
