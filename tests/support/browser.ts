/** Chromium for journeys: found, or installed where that is allowed; one per test file, a fresh profile per person. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

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
}) => Promise<Person>

/** Called once at the top of a file of journeys; the browser starts at the first visit and ends with the file. */
export const useBrowser = (): Visit => {
  let started: Promise<Browser> | undefined
  afterAll(async () => {
    await (await started)?.close()
  })
  return async ({ origin, width = 1280, lang = 'en' }) => {
    started ??= launch()
    const browser = await started
    const context = await browser.newContext({
      baseURL: origin,
      locale: lang,
      viewport: { width, height: width < 500 ? 844 : 900 },
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (fault) => complaints.push(`error: ${fault.message}`))
    page.on('console', (line) => {
      if (line.type() === 'error' && !expected(line.text())) complaints.push(`console: ${line.text()}`)
    })
    return { page, context, complaints, leave: () => context.close() }
  }
}

/** SvelteKit's announcer styles itself inline; the policy refuses that, and styles.css hides it instead. */
const expected = (complaint: string): boolean => complaint.startsWith('Applying inline style violates')

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const findChromium = (): string => {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const found = usualPlaces.find((path) => existsSync(path)) ?? installFromDebian()
  if (found) return found
  throw new Error('Journeys need Chromium: install it ("apt-get install chromium") or set CHROMIUM_PATH.')
}

/** Only as root and where apt-get is, such as a container of a build service. */
const installFromDebian = (): string | undefined => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  apt('update')
  apt('install', '--yes', '--no-install-recommends', 'chromium')
  return usualPlaces.find((path) => existsSync(path))
}

const apt = (...args: readonly string[]) =>
  spawnSync('/usr/bin/apt-get', args, {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
