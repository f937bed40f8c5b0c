/** Where Chromium is; installed from Debian where that is allowed. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Only the last list counts, so those that Playwright switches off are repeated. */
const disabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  // Two pages of the browser's own for the address bar, in every new window: more work than most pages of ours.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
]

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  `--disable-features=${disabledFeatures.join(',')}`,
]

/**
 * The same engine without the windows, lists and profiles around it, in its own package at Debian: an eighth less work
 * for each page. What a profile keeps on the disk is asked of the whole program.
 */
const shells = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chrome-headless-shell',
]

/** For pages alone. */
export const findShell = (): string =>
  process.env.CHROMIUM_PATH || (shells.find((path) => existsSync(path)) ?? findChromium())

export const findChromium = (): string => {
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
