/** Chromium for journeys: found, or installed where that is allowed; one per test file, a fresh profile per person. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

import { chromiumArguments, findShell } from './chromium.ts'

export type Person = {
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser complained about: errors of scripts, refusals of the policy, requests that failed. */
  readonly complaints: readonly string[]
  readonly leave: () => Promise<void>
}

export type Visit = (given: {
  readonly origin: string
  readonly width?: number
  readonly lang?: string
  /** False: as in a browser that runs none. */
  readonly scripts?: boolean
  readonly colors?: 'light' | 'dark'
  /** What stands between the browser and the server. */
  readonly proxy?: string
}) => Promise<Person>

/** Called once at the top of a file of journeys; the browser starts at the first visit and ends with the file. */
export const useBrowser = (): Visit => {
  let started: Promise<Browser> | undefined
  afterAll(async () => {
    await (await started)?.close()
  })
  return async ({ origin, width = 1280, lang = 'en', scripts = true, colors = 'light', proxy }) => {
    started ??= launch()
    const browser = await started
    const context = await browser.newContext({
      baseURL: origin,
      locale: lang,
      viewport: { width, height: width < 500 ? 844 : 900 },
      javaScriptEnabled: scripts,
      colorScheme: colors,
      // Chromium passes its own machine by unless it is told not to.
      ...(proxy === undefined ? {} : { proxy: { server: proxy, bypass: '<-loopback>' } }),
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (fault) => complaints.push(`error: ${fault.message}`))
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(`console: ${line.text()}`)
    })
    return { page, context, complaints, leave: () => context.close() }
  }
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findShell(),
    // Every core has a test at work: helpers that compile and collect beside it would only take turns with it.
    args: [...chromiumArguments, '--js-flags=--single-threaded'],
  })

/**
 * What axe finds against WCAG 2.2 AA, as short lines; none is what a test expects. Every page has a heading: before it
 * is there a page of the desk is still empty, and to judge that would be chance.
 */
export const accessibilityFaults = async (page: Page): Promise<readonly string[]> => {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  return linesOf(await (await axeOn(page)).withTags(tags).analyze())
}

/** The colours alone, in the scheme that is not shown: the rest is the same there. */
export const darkFaults = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const faults = linesOf(await (await axeOn(page)).withRules(['color-contrast']).analyze())
  await page.emulateMedia({ colorScheme: 'light' })
  return faults.map((fault) => `dark: ${fault}`)
}

const linesOf = ({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): readonly string[] =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))

/**
 * Our pages have no frames, so none is gathered in a page of its own: that takes longer than all the rest. By itself the
 * builder brings its program anew at every look, twice; it stays in a document until that is left.
 */
const axeOn = async (page: Page): Promise<AxeBuilder> => {
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axeProgram)
  return new AxeBuilder({ page, axeSource: ';' }).setLegacyMode(true).options({ resultTypes: ['violations'] })
}

/** For whoever looks: only where `SHOTS` names a folder. */
export const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

/** The one that the builder itself was made for. */
const axeProgram = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)
