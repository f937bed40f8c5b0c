/** What a browser asks when a member installs the desk as an application. */
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform }) => {
  const name = await platform?.req.services.organisation?.name()
  const manifest = {
    id: '/desk',
    name: name ? `Amparo · ${name}` : 'Amparo',
    short_name: 'Amparo',
    start_url: '/desk',
    scope: '/desk',
    display: 'standalone',
    background_color: '#fdfcfa',
    theme_color: '#8a3b0e',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
  return new Response(JSON.stringify(manifest), {
    headers: { 'content-type': 'application/manifest+json' },
  })
}
