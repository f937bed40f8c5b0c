/** All messages, where Vite bundles: pages on the server and the desk in the browser. */
import { joinCatalogue } from './catalogue.ts'

const files = import.meta.glob<Record<string, string>>('./messages/*/*.json', {
  eager: true,
  import: 'default',
})

export const catalogue = joinCatalogue(Object.entries(files).map(([path, messages]) => ({ path, messages })))
