/** Addresses of the two workers in which files of strangers are taken apart, and of the one that saves: no other is trusted. */
// Vite gives the address of a built file as the default export.
// oxlint-disable import/default
import fileAddress from '#cases/client/evidence_file.worker.ts?worker&url'
import pdfAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url'
import { trustedAddresses } from '#platform/client/trusted_addresses.ts'
import savingWorker from './saving.worker.ts?worker&url'

const addresses = { files: fileAddress, pdf: pdfAddress, saving: savingWorker } as const

const trusted = trustedAddresses('amparo-files', Object.values(addresses))

export const savingAddress = (): string => trusted(addresses.saving)

export const startFileWorker = (name: 'files' | 'pdf'): Worker =>
  new Worker(trusted(addresses[name]), { type: 'module', name })
