import { describe, expect, it } from 'vitest'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'

const SVG = 'http://www.w3.org/2000/svg'

describe('the document that plots are drawn on', () => {
  it('writes elements, attributes and text, each escaped', () => {
    const document = createSvgDocument()
    const text = document.createElementNS(SVG, 'text')
    text.setAttribute('data-name', '"a" & <b>')
    text.textContent = '<script>'
    expect(toMarkup(text)).toBe('<text data-name="&quot;a&quot; &amp; &lt;b&gt;">&lt;script&gt;</text>')
  })

  it('writes styles as attributes and leaves style elements out, for the content security policy', () => {
    const document = createSvgDocument()
    const group = document.createElementNS(SVG, 'g')
    const style = document.createElementNS(SVG, 'style')
    style.textContent = 'text { fill: red }'
    group.appendChild(style)
    group.style.setProperty('opacity', '0.5')
    expect(toMarkup(group)).toBe('<g opacity="0.5"/>')
  })

  it('moves a node that is put elsewhere', () => {
    const document = createSvgDocument()
    const group = document.createElementNS(SVG, 'g')
    const rect = document.createElementNS(SVG, 'rect')
    group.append(rect)
    group.insertBefore(document.createElementNS(SVG, 'a'), rect).appendChild(rect)
    expect(toMarkup(group)).toBe('<g><a><rect/></a></g>')
  })

  it('refuses a node of another document', () => {
    expect(() => toMarkup({ nodeName: 'svg' })).toThrow(TypeError)
  })
})
