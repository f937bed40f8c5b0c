/** A picture as a logo: drawn within its measures on this device, so that nothing else of the file leaves it. */
import { LOGO_BYTES, LOGO_HEIGHT, LOGO_WIDTH } from '#campaigns/core/logo.ts'

/** Bytes: whoever chooses a film is told at once. */
const LARGEST_FILE = 5 * 1024 * 1024

/** PNG in base64url, as the worker is asked in text; null: no picture that this browser reads. A busy picture is drawn smaller until it is light enough. */
export const smallLogo = async (file: File): Promise<string | null> => {
  if (file.size > LARGEST_FILE) return null
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) return null
  let png: Uint8Array | null = null
  for (const share of [1, 0.7, 0.5]) {
    png = await drawn(picture, share)
    if (png !== null && png.length <= LOGO_BYTES) break
  }
  picture.close()
  return png && asText(png)
}

const drawn = async (picture: ImageBitmap, share: number): Promise<Uint8Array | null> => {
  const scale = Math.min(1, LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height) * share
  const [width, height] = [
    Math.max(1, Math.floor(picture.width * scale)),
    Math.max(1, Math.floor(picture.height * scale)),
  ]
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}

/** Base64url. */
const asText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
