/// <reference lib="dom" />
import type { Size } from './standalone.ts'

/** Fine enough for a printed report. */
const SCALE = 2

/** An SVG as a PNG at twice its size. Throws where the browser cannot draw it. */
export async function pngOf(svg: string, { width, height }: Size): Promise<Blob> {
  const image = new Image()
  // As data: the policy for images allows it, and asks for no other.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * SCALE)
  canvas.height = Math.ceil(height * SCALE)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))), 'image/png')
  })
}

/** Hands a file to the reader, who finds it among the downloads. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The download has begun, and holds what it needs.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

/** A name out of its parts, without what a file system refuses: `守望-谈心-漏斗图-2026-11-24.svg`. */
export const fileNameOf = (parts: readonly string[], ending: string): string =>
  `${parts
    .filter((part) => part !== '')
    .join('-')
    .replace(/[\s\u0000-\u001f<>:"/\\|?*]+/g, '-')}.${ending}`
