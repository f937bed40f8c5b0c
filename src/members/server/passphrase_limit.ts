/** The name of what is counted: tries at the passphrase of an account whose session is open. */
export const passphraseLimit = (account: string): { readonly purpose: string; readonly subject: string } => ({
  purpose: 'own_passphrase',
  subject: account,
})
