/** What supporters do, put together: who takes it, mails about it, confirms it, counts it. Rooms add their hooks here. */
import type { ConfirmHooks } from '#campaigns/server/actions.ts'
import { openActions } from '#campaigns/server/actions.service.ts'
import type { Campaigns } from '#campaigns/server/campaigns.service.ts'
import { closeAsks } from '#campaigns/server/closing.service.ts'
import { confirmMails, confirmPurpose } from '#campaigns/server/confirm_mail.ts'
import { deliver, deliveryPurpose, openDelivery } from '#campaigns/server/delivery.service.ts'
import { signForm } from '#campaigns/server/sign_form.ts'
import { openSigning } from '#campaigns/server/signing.service.ts'
import type { Ground } from '#platform/server/installation.ts'

type Rooms = { readonly campaigns: Campaigns }

/** By kind of action, in the transaction of its confirmation. */
const hooksOf = (ground: Ground): ConfirmHooks => ({ delivery: [deliver(ground)] })

export const openActing = (ground: Ground, { campaigns }: Rooms) => {
  const actions = openActions({ ...ground, campaigns, hooks: hooksOf(ground) })
  const signing = openSigning({ ...ground, actions, campaigns })
  return {
    services: { actions, signing, delivery: openDelivery({ ...ground, actions, campaigns }) },
    forms: [signForm(signing)],
    mail: {
      purposes: [confirmPurpose, deliveryPurpose(ground)],
      sources: [confirmMails({ ...ground, campaigns, origin: ground.config.publicOrigin })],
    },
    hourly: {
      closing: () => closeAsks({ ...ground, campaigns }),
    },
  }
}
