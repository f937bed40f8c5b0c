/** Figures on other sites: framed by anybody, everything else by nobody; oEmbed. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { openId } from '../support/open_rows.ts'
import { at, figures, startWithFigures } from '../support/released_figures.ts'
import { askAddress } from '../support/public_page.ts'
import { type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startWithFigures()
}, 180_000)
afterAll(() => server.stop())

const visit = useBrowser()

const ask = (path: string, headers: Record<string, string> = {}) => askAddress(server.origin + path, headers)
describe('a page for a frame', () => {
  let foreign: { readonly origin: string; readonly server: Server; isolated: boolean }
  beforeAll(async () => {
    const made = createServer((request, response) => {
      const isolated: Record<string, string> = {
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-opener-policy': 'same-origin',
      }
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        ...(request.url === '/isolated' ? isolated : {}),
      })
      response.end(
        `<!doctype html><title>Elsewhere</title>
         <iframe name="embed" src="${server.origin}${at('plain')}/embed"></iframe>
         <iframe name="gone" src="${server.origin}/figures/${openId('never')}/embed"></iframe>
         <iframe name="page" src="${server.origin}${at('plain')}"></iframe>
         <iframe name="home" src="${server.origin}/figures"></iframe>
         <iframe name="desk" src="${server.origin}/desk"></iframe>
         <img alt="" src="${server.origin}${at('plain')}.svg">`,
      )
    })
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
    foreign = {
      origin: `http://127.0.0.1:${(made.address() as AddressInfo).port}`,
      server: made,
      isolated: false,
    }
  })
  afterAll(() => foreign.server.close())

  test.each(['/', '/isolated'])(
    'is shown by another site at %s, and no other page of ours is',
    async (path) => {
      const { page, context, leave } = await visit({ origin: foreign.origin })
      const asked: string[] = []
      context.on('request', (request) => asked.push(request.url()))
      await page.goto(path, { waitUntil: 'load' })
      const words = async (name: string) => page.frame({ name })!.locator('body').innerText()
      expect(await words('embed')).toContain('312')
      expect(await words('embed')).toContain('Front Line Defenders')
      expect(await words('gone')).toContain('This figure is no longer here')
      for (const name of ['page', 'home', 'desk'])
        expect(page.frame({ name })!.url()).toMatch(/^chrome-error:/)
      expect(
        await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth),
      ).toBeGreaterThan(0)
      expect(
        asked.filter((url) => !url.startsWith(server.origin) && !url.startsWith(foreign.origin)),
      ).toEqual([])
      expect(await context.cookies()).toEqual([])
      await leave()
    },
  )

  test('sets no cookie, reads none, runs no script, and is at most 6 KB with its styles', async () => {
    const path = `${at('counted', '/ar')}/embed`
    const plain = await ask(path)
    const other = await ask(path, { cookie: 'lang=en; session=x' })
    expect(other).toEqual(plain)
    expect(plain.headers).not.toHaveProperty('set-cookie')
    expect(plain.body).not.toMatch(/<script|\sstyle=|\son[a-z]+=|<form/)
    expect(plain.body).toContain('<meta name="robots" content="noindex"')
    expect(plain.body).toMatch(/<a [^>]*target="_blank" rel="noopener"/)
    const styles = [...plain.body.matchAll(/<link href="([^"]+\.css)"/g)].map(([, href = '']) => href)
    const sizes = await Promise.all(
      [new URL(path, server.origin), ...styles.map((href) => new URL(href, server.origin + path))].map(
        async (url) => {
          const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
          await answer.arrayBuffer()
          return Number(answer.headers.get('content-length'))
        },
      ),
    )
    expect(Math.min(...sizes)).toBeGreaterThan(0)
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThanOrEqual(6 * 1024)
  })

  test('allows framing in its headers, as no other page does', async () => {
    const { headers } = await ask(`${at('plain')}/embed`)
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining('frame-ancestors *'),
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cache-control': 'no-cache',
    })
    for (const path of [at('plain'), '/figures', '/', '/oembed', `${at('plain')}/embed/`, `/figures/embed`])
      expect((await ask(path)).headers['content-security-policy'], path).not.toContain('frame-ancestors *')
  })

  test.each(['en', 'ar'] as const)('is readable in %s at 160 pixels and axe finds nothing', async (lang) => {
    const { page, complaints, leave } = await visit({ origin: server.origin, width: 160, lang })
    for (const name of Object.keys(figures)) {
      await page.goto(`${at(name, lang === 'ar' ? '/ar' : '')}/embed`)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true)
      expect(await accessibilityFaults(page), name).toEqual([])
      expect(await darkFaults(page), name).toEqual([])
    }
    expect(complaints).toEqual([])
    await leave()
  })
})

const oembed = (params: Record<string, string>) => ask(`/oembed?${new URLSearchParams(params)}`)
const url = () => server.origin + at('plain')

describe('oEmbed', () => {
  test('is found on the page and answers with the frame', async () => {
    const { body } = await ask(at('plain', '/ar'))
    const href = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(body)?.[1] ?? ''
    const answer = await fetch(href.replaceAll('&amp;', '&'))
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toMatchObject({
      version: '1.0',
      type: 'rich',
      width: 480,
      height: 260,
      title: 'مدافعون قُتلوا في سنة واحدة',
      provider_name: 'Watch & <Sons>',
      html: expect.stringContaining(`src="${server.origin}${at('plain', '/ar')}/embed"`),
    })
  })

  test('is no larger than asked', async () => {
    const { body } = await oembed({ url: url(), maxwidth: '300', maxheight: '200' })
    expect(JSON.parse(body)).toMatchObject({ width: 300, height: 200 })
    expect(JSON.parse(body).html).toContain('width="300" height="200"')
  })

  test.each([
    [400, () => ({})],
    [400, () => ({ url: url(), maxwidth: 'wide' })],
    [404, () => ({ url: 'https://evil.example/figures/x' })],
    [404, () => ({ url: `${server.origin}/figures/${openId('never was')}` })],
    [404, () => ({ url: `${server.origin}/zz/figures/${openId('plain')}` })],
    [404, () => ({ url: `${server.origin}/cases/${openId('plain')}` })],
    [501, () => ({ url: url(), format: 'xml' })],
  ])('refuses with %i what it does not offer', async (status, params) => {
    expect((await oembed(params())).status).toBe(status)
  })
})
