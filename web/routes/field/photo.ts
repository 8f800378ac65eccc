import { toBase64 } from './sealing.ts'

const LONGEST_EDGE = 1600
/** What the server takes. */
const MOST_BYTES = 1_000_000
const QUALITIES = [0.85, 0.7, 0.55, 0.4]

/**
 * A picture as a JPEG in base64 of at most 1,600 px and 1 MB. It is drawn anew, so that nothing of what a camera writes
 * beside it (place, device, owner) stays. Throws where it is no picture.
 */
export async function scaledPhoto(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (blob !== null && blob.size <= MOST_BYTES) return toBase64(new Uint8Array(await blob.arrayBuffer()))
  }
  throw new Error('The picture stays too large.')
}
