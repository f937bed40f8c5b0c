/** The link of an invitation, and what proves that the keys which came back are the guest's own. */
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import {
  cardMac,
  invitationId,
  isMacOf,
  linkText,
  newInvitation,
  openForLead,
  parseLink,
  sealForLeads,
} from '#vault/client/v1/invitation.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('invitation')
const link = {
  secret: toBase64url(chance(32)),
  desk: toBase64url(chance(16)),
  founding: toBase64url(chance(32)),
}
const card = { account: link.desk, name: 'gus' }

test.each<[string, string]>([
  ['with a part more', `${linkText(link)}.${link.desk}`],
  ['with an empty part more', `${linkText(link)}.`],
  ['without the founding', `${link.secret}.${link.desk}`],
  ['without the secret', `.${link.desk}.${link.founding}`],
  ['with a short secret', linkText({ ...link, secret: link.desk })],
  ['with a long id of the desk', linkText({ ...link, desk: link.founding })],
  ['with a short founding', linkText({ ...link, founding: link.desk })],
  ['of nothing', ''],
])('a link %s is none', (_, text) => {
  expect(parseLink(text)).toBeNull()
})

test('the server knows an invitation by an id that tells nothing of its secret', async () => {
  const { secret, id } = await newInvitation(chance)
  expect(id).toBe(await invitationId(secret))
  expect(id).toHaveLength(22)
  expect(secret).not.toContain(id)
  expect((await newInvitation(chance)).id).not.toBe(id)
  for (const cut of ['', secret.slice(1), link.desk])
    await expect(invitationId(cut)).rejects.toThrow(TypeError)
})

test('a card is the guest’s own under the secret of the link, and no other card or secret', async () => {
  const mac = await cardMac(link.secret, card)
  expect(await isMacOf(mac, link.secret, card)).toBe(true)
  expect(await isMacOf(mac, link.secret, { ...card, name: 'gud' })).toBe(false)
  expect(await isMacOf(mac, link.founding, card)).toBe(false)
  for (const wrong of ['', '*', mac.slice(0, -1), toBase64url(chance(32))])
    expect(await isMacOf(wrong, link.secret, card), wrong).toBe(false)
})

test('leads of that day read the secret again, and nobody else', async () => {
  const [ana, ben, vera] = await Promise.all([1, 2, 3].map(() => generateHybridIdentity()))
  const leads = await Promise.all([ana!, ben!, ana!].map((identity) => identityToRecipient(identity)))
  const sealed = await sealForLeads(link.secret, leads)
  for (const lead of [ana!, ben!]) expect(await openForLead(sealed, lead)).toBe(link.secret)
  expect(await openForLead(sealed, vera!)).toBeNull()
  for (const wrong of ['*', 'AAAA']) expect(await openForLead(wrong, ana!)).toBeNull()
  await expect(sealForLeads(link.desk, leads)).rejects.toThrow(TypeError)
})
