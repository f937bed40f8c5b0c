/** What supporters do, put together: who takes it, mails about it, confirms it, counts it. Rooms add their hooks here. */
import type { ConfirmHooks } from '#campaigns/server/actions.ts'
import { openActions } from '#campaigns/server/actions.service.ts'
import { openNumbers } from '#campaigns/server/counts.service.ts'
import type { Campaigns } from '#campaigns/server/campaigns.service.ts'
import { closeAsks } from '#campaigns/server/closing.service.ts'
import { confirmMails, confirmPurpose } from '#campaigns/server/confirm_mail.ts'
import { closeLetters } from '#campaigns/server/desk_sign_on.service.ts'
import { letterPurposes } from '#campaigns/server/letter_mail.service.ts'
import type { SignOn } from '#campaigns/server/sign_on.service.ts'
import { deliver, deliveryPurpose, openDelivery } from '#campaigns/server/delivery.service.ts'
import { openMessages } from '#campaigns/server/messages.service.ts'
import { endHostPages, openTakingPart, partHooks } from '#campaigns/server/taking_part.service.ts'
import { signForm } from '#campaigns/server/sign_form.ts'
import { openSigning } from '#campaigns/server/signing.service.ts'
import type { Ground } from '#platform/server/installation.ts'

type Rooms = { readonly campaigns: Campaigns; readonly signOn: SignOn }

/** By kind of action, in the transaction of its confirmation. */
const hooksOf = (ground: Ground, { signOn }: Rooms): ConfirmHooks => ({
  organisation: [signOn.confirmed],
  delivery: [deliver(ground)],
  ...partHooksOf(ground),
})

const partHooksOf = (ground: Ground): ConfirmHooks => {
  const { rsvp, host } = partHooks({ ...ground, origin: ground.config.publicOrigin })
  return { rsvp: [rsvp], host: [host] }
}

export const openActing = (ground: Ground, { campaigns, signOn }: Rooms) => {
  const hooks = hooksOf(ground, { campaigns, signOn })
  const actions = openActions({ ...ground, campaigns, hooks })
  const signing = openSigning({ ...ground, actions, campaigns })
  return {
    services: {
      actions,
      signing,
      delivery: openDelivery({ ...ground, actions, campaigns }),
      numbers: openNumbers({ ...ground, actions }),
      takingPart: openTakingPart({ ...ground, actions }),
      messages: openMessages({ ...ground, actions }),
    },
    forms: [signForm(signing)],
    mail: {
      purposes: [confirmPurpose, deliveryPurpose(ground), ...letterPurposes(ground)],
      sources: [confirmMails({ ...ground, campaigns, origin: ground.config.publicOrigin })],
    },
    hourly: {
      closing: () => closeAsks({ ...ground, campaigns }),
      letters: () => closeLetters({ ...ground, campaigns }),
      hosts: () => endHostPages(ground),
    },
  }
}
