/** The help page as one file that needs no network: its style inside, nothing loaded from anywhere. */
import { render } from 'svelte/server'
import { direction, translator } from '#languages/translate.ts'
import { languageContext } from '#platform/ui/language.ts'
import HelpWords from './HelpWords.svelte'

export const helpFile = (lang: string, css: string): string => {
  const { body } = render(HelpWords, { props: {}, context: languageContext(lang) })
  const words = body.replaceAll(/<!--.*?-->/g, '')
  return `<!doctype html>
<html lang="${lang}" dir="${direction(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${translator(lang)('help.title')}</title>
<style>${css}</style>
</head>
<body><div class="public"><main>${words}</main></div></body>
</html>
`
}
