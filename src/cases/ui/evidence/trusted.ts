/** Addresses of the two workers in which files of strangers are taken apart, and of the one that saves: no other is trusted. */
// Vite gives the address of a built file as the default export.
// oxlint-disable import/default
import fileAddress from '#cases/client/evidence_file.worker.ts?worker&url'
import pdfAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url'
import savingWorker from './saving.worker.ts?worker&url'

type Policy = { createScriptURL(text: string): string }
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy }

const addresses = { files: fileAddress, pdf: pdfAddress, saving: savingWorker } as const

let policy: Policy | undefined

const trusted = (address: string): string => {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  policy ??= types?.createPolicy('amparo-files', {
    createScriptURL: (text) => {
      if (!Object.values(addresses).includes(text))
        throw new TypeError('not the address of a worker for files')
      return text
    },
  })
  return policy?.createScriptURL(address) ?? address
}

export const savingAddress = (): string => trusted(addresses.saving)

export const startFileWorker = (name: 'files' | 'pdf'): Worker =>
  new Worker(trusted(addresses[name]), { type: 'module', name })
