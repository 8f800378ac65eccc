/// <reference lib="dom" />
/** One SVG element with its attributes, for what no mark of Plot draws. */
export const svgElement = (
  document: Document,
  name: string,
  attributes: Record<string, string | number>,
  children: Element[] = [],
): SVGElement => {
  const element: SVGElement = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`)
  element.append(...children)
  return element
}
