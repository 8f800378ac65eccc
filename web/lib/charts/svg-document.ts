/// <reference lib="dom" />
/**
 * The small part of a document that Observable Plot draws on, so that a chart can be drawn where there is none: on the
 * server. Two things differ from a browser's document, both for the content security policy, which allows no inline
 * styles: a style property becomes the SVG attribute of the same name, and a `<style>` element is left out of the
 * markup (its rules stand in styles/chart.css).
 */
const SVG = 'http://www.w3.org/2000/svg'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

class SvgNode {
  readonly nodeName: string
  readonly namespaceURI: string
  readonly ownerDocument: SvgDocument
  readonly style: { setProperty(name: string, value: string): void; removeProperty(name: string): void }
  parentNode: SvgNode | null = null
  childNodes: SvgNode[] = []
  private readonly attributes = new Map<string, string>()
  private text = ''

  constructor(document: SvgDocument, namespace: string, name: string) {
    this.ownerDocument = document
    this.namespaceURI = namespace
    this.nodeName = name
    this.style = {
      setProperty: (property, value) => this.setAttribute(property, value),
      removeProperty: (property) => this.removeAttribute(property),
    }
  }

  get children(): SvgNode[] {
    return this.childNodes
  }

  get firstChild(): SvgNode | null {
    return this.childNodes[0] ?? null
  }

  /** Only by an element's name. */
  querySelector(name: string): SvgNode | null {
    for (const child of this.childNodes) {
      const found = child.nodeName === name ? child : child.querySelector(name)
      if (found) return found
    }
    return null
  }

  get textContent(): string {
    return this.text + this.childNodes.map((child) => child.textContent).join('')
  }

  set textContent(value: string | null) {
    this.childNodes = []
    this.text = value ?? ''
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name)
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }

  setAttribute(name: string, value: string | number): void {
    this.attributes.set(name, `${value}`)
  }

  /** The namespace is dropped: in HTML an SVG link is a plain `href`. */
  setAttributeNS(_namespace: string, name: string, value: string | number): void {
    this.setAttribute(name, value)
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name)
  }

  appendChild(child: SvgNode): SvgNode {
    return this.insertBefore(child, null)
  }

  append(...children: SvgNode[]): void {
    for (const child of children) this.appendChild(child)
  }

  insertBefore(child: SvgNode, before: SvgNode | null): SvgNode {
    child.parentNode?.removeChild(child)
    const index = before === null ? -1 : this.childNodes.indexOf(before)
    this.childNodes.splice(index === -1 ? this.childNodes.length : index, 0, child)
    child.parentNode = this
    return child
  }

  removeChild(child: SvgNode): SvgNode {
    this.childNodes = this.childNodes.filter((other) => other !== child)
    child.parentNode = null
    return child
  }

  toMarkup(): string {
    if (this.nodeName === 'style') return ''
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`).join('')
    const inner = escape(this.text) + this.childNodes.map((child) => child.toMarkup()).join('')
    return inner === ''
      ? `<${this.nodeName}${attributes}/>`
      : `<${this.nodeName}${attributes}>${inner}</${this.nodeName}>`
  }
}

class SvgDocument {
  readonly documentElement: SvgNode = new SvgNode(this, SVG, 'svg')

  createElementNS(namespace: string, name: string): SvgNode {
    return new SvgNode(this, namespace, name)
  }

  createElement(name: string): SvgNode {
    return new SvgNode(this, SVG, name)
  }
}

/** A document for `Plot.plot({ document })`. It is one as far as Plot asks, which the compiler cannot know. */
export const createSvgDocument = (): Document => new SvgDocument() as unknown as Document

/** The markup of a plot that was drawn on such a document. */
export function toMarkup(plot: unknown): string {
  if (!(plot instanceof SvgNode)) throw new TypeError('not drawn on a document of createSvgDocument')
  return plot.toMarkup()
}
