/** The letters' part of the API: signatories, the freeze, what is sealed of them, and to whom the letter goes. */
import { z } from 'zod'
import {
  addresseesSchema,
  addSchema,
  answeredSchema,
  askAgainSchema,
  decideSchema,
  deliverySchema,
  letterDeskAnswer,
  logoSchema,
  sealedAnswer,
  sendingSchema,
} from '#campaigns/core/sign_on_wire.ts'
import { err, type Result } from '#kernel/core/result.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  type ActRefusal,
  addSignatories,
  askAgain,
  decideSignatories,
  type DeskOf,
  freezeList,
  keepLogo,
  readLetter,
} from './desk_sign_on.service.ts'
import {
  type LetterMailDeps,
  letSendingGo,
  proposeSending,
  recordDelivery,
  saveAddressees,
  type SendingRefusal,
  takeBackSending,
} from './letter_mail.service.ts'
import { answerOne, type CommentDeps, readSealed } from './sign_on_comments.service.ts'
import { signOnPolicy } from './sign_on_policy.ts'

const letterParams = z.object({ desk: idSchema, ask: idSchema })
/** Of a thousand names with their evidence. */
const LARGEST_LIST = 8 * 1024 * 1024

type Given = Pick<LetterMailDeps, 'campaigns' | 'signOn' | 'typeset' | 'origin'>
type Deps = ApiDeps & LetterMailDeps & CommentDeps
type Asking = {
  readonly caller: { readonly account: string }
  readonly params: { readonly desk: string; readonly ask: string }
}
const of = ({ caller, params }: Asking): DeskOf => ({
  account: caller.account,
  desk: params.desk,
  ask: params.ask,
})

export const signOnApi =
  (given: Given) =>
  (api: Api, deps: ApiDeps & Omit<LetterMailDeps & CommentDeps, keyof Given>): void => {
    const all = { ...deps, ...given }
    readRoutes(api, all)
    signatoryRoutes(api, all)
    logoRoutes(api, all)
    sealedRoutes(api, all)
    sendingRoutes(api, all)
  }

const unknown = (): Problem => ({ status: 404, type: 'not_found' })
const clash = (type: string) => (): Problem => ({ status: 409, type })
const actRefusals = {
  letter_unknown: unknown,
  signatory_unknown: () => ({ status: 422, type: 'signatory_unknown' }),
  list_closed: clash('list_closed'),
  already_frozen: clash('already_frozen'),
  not_closed: clash('not_closed'),
  not_older_text: clash('not_older_text'),
  asked_unnamed: clash('asked_unnamed'),
  authority_missing: clash('authority_missing'),
  ended_already: clash('ended_already'),
  list_frozen: clash('list_frozen'),
  older_text: clash('older_text'),
} as const
type Acting = Promise<Result<null, ActRefusal>>

const readRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/letters/{ask}',
    summary: 'A letter at its desk: signatories, frozen list, addressees',
    access: signOnPolicy.readLetter,
    parse: { params: letterParams },
    act: (asked) => readLetter(deps, of(asked)),
    refusals: { letter_unknown: unknown },
    answer: letterDeskAnswer,
    large: true,
    present: (letter) => letterDeskAnswer.parse(letter),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/letters/{ask}/sealed',
    summary: 'What is sealed of signatories: evidence that the desk noted, their comments',
    access: signOnPolicy.readSealed,
    parse: { params: letterParams },
    act: (asked) => readSealed(deps, of(asked)),
    refusals: { letter_unknown: unknown },
    answer: sealedAnswer,
    present: (lines) => sealedAnswer.parse(lines),
  })
}

const signatoryRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/signatories',
    summary: 'Write down signatories on their behalf, all of them or none',
    access: signOnPolicy.add,
    parse: { params: letterParams, body: addSchema, bodyLimit: LARGEST_LIST },
    act: (asked): Acting => addSignatories(deps, of(asked), asked.body),
    refusals: actRefusals,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/decide',
    summary: 'Accept, decline or take off signatories, all of them or none',
    access: signOnPolicy.decide,
    parse: { params: letterParams, body: decideSchema },
    act: (asked): Acting => decideSignatories(deps, of(asked), asked.body),
    refusals: actRefusals,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/freeze',
    summary: 'Freeze the final list of a letter that has closed, for good',
    access: signOnPolicy.freeze,
    parse: { params: letterParams, body: z.strictObject({}) },
    act: (asked): Acting => freezeList(deps, of(asked)),
    refusals: actRefusals,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/ask-again',
    summary:
      'Ask signatories of an older text whether they stand under this one; addresses are kept until sent',
    access: signOnPolicy.askAgain,
    parse: { params: letterParams, body: askAgainSchema },
    act: (asked): Acting => askAgain(deps, of(asked), asked.body.mails),
    refusals: actRefusals,
    present: () => undefined,
  })
}

const logoRoutes = (api: Api, deps: Deps): void =>
  endpoint(
    api,
    deps,
  )({
    method: 'put',
    path: '/desks/{desk}/letters/{ask}/signatories/{signatory}/logo',
    summary: 'Show a logo beside a name whose organisation gave the right to it, or take it off',
    access: signOnPolicy.logo,
    parse: { params: letterParams.extend({ signatory: idSchema }), body: logoSchema, bodyLimit: 128 * 1024 },
    act: (asked) =>
      keepLogo(deps, of(asked), {
        signatory: asked.params.signatory,
        png: asked.body.png === null ? null : Buffer.from(asked.body.png, 'base64url'),
      }),
    refusals: {
      ...actRefusals,
      logo_wrong: () => ({ status: 422, type: 'logo_wrong' }),
      logo_too_large: () => ({ status: 422, type: 'logo_too_large' }),
      logo_not_granted: clash('logo_not_granted'),
    },
    present: () => undefined,
  })

const sealedRoutes = (api: Api, deps: Deps): void =>
  endpoint(
    api,
    deps,
  )({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/answered',
    summary: 'Answer a comment, which its writer reads by their link',
    access: signOnPolicy.answered,
    parse: { params: letterParams, body: answeredSchema },
    act: (asked) => answerOne(deps, of(asked), asked.body),
    refusals: { letter_unknown: unknown, comment_unknown: clash('comment_unknown') },
    present: () => undefined,
  })

const sendingRefusals = {
  letter_unknown: unknown,
  nobody_addressed: clash('nobody_addressed'),
  sending_begun: clash('sending_begun'),
  not_proposed: clash('not_proposed'),
  list_not_frozen: clash('list_not_frozen'),
  under_embargo: clash('under_embargo'),
  own_release: () => ({ status: 403, type: 'own_release' }),
  not_a_lead: () => ({ status: 403, type: 'not_permitted' }),
  addressee_unknown: () => ({ status: 422, type: 'addressee_unknown' }),
  language_unknown: () => ({ status: 422, type: 'language_unknown' }),
} as const
type Sending = Promise<Result<null, SendingRefusal | { readonly kind: 'not_a_lead' }>>

const sendingRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'put',
    path: '/desks/{desk}/letters/{ask}/addressees',
    summary: 'To whom the letter goes, all of them anew',
    access: signOnPolicy.saveAddressees,
    parse: { params: letterParams, body: addresseesSchema },
    act: (asked): Sending => saveAddressees(deps, of(asked), asked.body.addressees),
    refusals: sendingRefusals,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/sending',
    summary: 'Propose the sending, take that back, or release it as another lead',
    access: signOnPolicy.send,
    parse: { params: letterParams, body: sendingSchema },
    act: async (asked): Sending => {
      if (asked.body.act === 'propose') return proposeSending(deps, of(asked))
      if (asked.body.act === 'take_back') return takeBackSending(deps, of(asked))
      return asked.caller.role === 'lead' ? letSendingGo(deps, of(asked)) : err({ kind: 'not_a_lead' })
    },
    refusals: sendingRefusals,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/letters/{ask}/deliveries',
    summary: 'Say that a letter was handed over, or send it again to another address',
    access: signOnPolicy.recordDelivery,
    parse: { params: letterParams, body: deliverySchema },
    act: (asked): Sending => recordDelivery(deps, of(asked), asked.body),
    refusals: sendingRefusals,
    present: () => undefined,
  })
}
