/** Addresses of the two workers in which files of strangers are taken apart: the only ones this maker trusts. */
// Vite gives the address of a built file as the default export.
// oxlint-disable import/default
import fileAddress from '#cases/client/evidence_file.worker.ts?worker&url'
import pdfAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url'

type Policy = { createScriptURL(text: string): string }
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy }

const addresses = { files: fileAddress, pdf: pdfAddress } as const

let policy: Policy | undefined

const trusted = (address: string): string => {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  policy ??= types?.createPolicy('amparo-files', {
    createScriptURL: (text) => {
      if (!Object.values(addresses).includes(text))
        throw new TypeError('not the address of a reader of files')
      return text
    },
  })
  return policy?.createScriptURL(address) ?? address
}

export const startFileWorker = (name: keyof typeof addresses): Worker =>
  new Worker(trusted(addresses[name]), { type: 'module', name })
