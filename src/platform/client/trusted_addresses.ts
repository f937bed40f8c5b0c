/**
 * Addresses from which programs are started. The desk's content policy takes no text as one: it names the makers of trusted
 * addresses, and each lets through its own and no other.
 */

/** All that there are, for `vite.config.ts` to name; a page makes each at most once. */
export const makers = [
  'amparo-vault',
  'amparo-texts',
  'amparo-files',
  'amparo-papers',
  'amparo-shell',
] as const

type Policy = { createScriptURL(text: string): string }
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy }

/** Where a browser knows no trusted types, an address stays the text that it is. */
export const trustedAddresses = (
  maker: (typeof makers)[number],
  addresses: readonly string[],
): ((address: string) => string) => {
  let policy: Policy | undefined
  return (address) => {
    const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
    policy ??= types?.createPolicy(maker, {
      createScriptURL: (text) => {
        if (!addresses.includes(text)) throw new TypeError(`not an address of ${maker}`)
        return text
      },
    })
    return policy?.createScriptURL(address) ?? address
  }
}
