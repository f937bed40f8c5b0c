/** What supporters do, put together: who takes it, mails about it, confirms it, counts it. Rooms add their hooks here. */
import type { ConfirmHooks } from '#campaigns/server/actions.ts'
import { openActions } from '#campaigns/server/actions.service.ts'
import type { Campaigns } from '#campaigns/server/campaigns.service.ts'
import { closeAsks } from '#campaigns/server/closing.service.ts'
import { confirmMails, confirmPurpose } from '#campaigns/server/confirm_mail.ts'
import { signForm } from '#campaigns/server/sign_form.ts'
import { openSigning } from '#campaigns/server/signing.service.ts'
import type { Ground } from '#platform/server/installation.ts'

type Rooms = { readonly campaigns: Campaigns }

/** By kind of action, in the transaction of its confirmation. */
const hooks: ConfirmHooks = {}

export const openActing = (ground: Ground, { campaigns }: Rooms) => {
  const actions = openActions({ ...ground, campaigns, hooks })
  const signing = openSigning({ ...ground, actions, campaigns })
  return {
    services: { actions, signing },
    forms: [signForm(signing)],
    mail: {
      purposes: [confirmPurpose],
      sources: [confirmMails({ ...ground, campaigns, origin: ground.config.publicOrigin })],
    },
    hourly: {
      closing: () => closeAsks({ ...ground, campaigns }),
    },
  }
}
