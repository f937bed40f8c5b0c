/** What a defender in danger gets: complete, small, silent about itself, and honest about what is not known. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { channels, funds } from '#intake/core/help.ts'
import { languages, translator } from '#languages/translate.ts'
import { helpFile } from './help_file.ts'

const read = (name: string) => readFileSync(new URL(`../../platform/ui/${name}`, import.meta.url), 'utf8')
/** Unminified, so an upper bound. */
const css = read('styles.css') + read('public.css').replace(/@import[^;]*;/, '')

describe.each(languages)('the help file in %s', (lang) => {
  const file = helpFile(lang, css)
  const t = translator(lang)

  test('is at most 25 KB with its style', () => {
    expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(25 * 1024)
  })

  test('loads nothing and runs nothing', () => {
    expect(file).not.toMatch(/<(?:script|img|link|iframe|form)|url\(|@import|\ssrc=|\sstyle=|\son\w+=/)
  })

  test('has a title that tells nothing, and a way out that needs no script', () => {
    expect(file).toContain(`<title>${t('help.title')}</title>`)
    expect(file).toMatch(/<a class="button"[^>]*href="https:[^"]+" rel="noreferrer"/)
  })

  test('tells no site where its reader comes from', () => {
    const links = file.match(/<a [^>]*href="https:[^>]*>/g) ?? []
    expect(links.length).toBeGreaterThan(funds.length)
    for (const link of links) expect(link).toContain('rel="noreferrer"')
  })

  test('says of every fund how well its state is known, and names every channel', () => {
    for (const fund of funds) {
      expect(file).toContain(t(`help.fund.${fund.id}`))
      expect(file).toContain(t(`help.known.${fund.known}`))
    }
    for (const channel of channels) expect(file).toContain(t(`help.channel.${channel.id}`))
  })
})

test('a fund whose state is unknown is never shown with a day on which it was checked', () => {
  expect(funds.filter((fund) => fund.known === 'unknown' && fund.checkedOn !== null)).toEqual([])
})
