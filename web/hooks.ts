/// <reference lib="dom" />
import { sendDrawing, takeDrawing, type Drawing, type SentDrawing } from '$lib/charts/drawing.ts'
import type { Transport } from '@sveltejs/kit'

/** What page data may hold besides plain values, and how it comes to the browser. */
export const transport: Transport = {
  Drawing: {
    encode: sendDrawing,
    decode: (sent: SentDrawing): Drawing => takeDrawing(sent, standing),
  },
}

const places = new Map<string, Element>()

/** The markup of a drawing as the page came with it. */
function standing(name: string): string {
  if (places.size === 0) {
    for (const place of document.querySelectorAll('[data-drawing]'))
      places.set(place.getAttribute('data-drawing') ?? '', place)
  }
  return places.get(name)?.innerHTML ?? ''
}
