const STEPS: Partial<Record<string, [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

const CELL = '.cells a'
const cellsOf = (root: Element) => [...root.querySelectorAll<SVGAElement>(CELL)]
/** Cells of one row are drawn at one height, those of one column at one distance from the side. */
const rowOf = (cell: SVGAElement) => Number(cell.querySelector('rect')?.getAttribute('y'))
const columnOf = (cell: SVGAElement) => Number(cell.querySelector('rect')?.getAttribute('x'))

/** Leaves one cell of each drawing in the tab order: `current`, or the first. */
export function rove(root: Element, current?: SVGAElement): void {
  for (const drawing of current ? [current.ownerSVGElement] : root.querySelectorAll('svg')) {
    if (!drawing) continue
    const cells = cellsOf(drawing)
    const chosen = current ?? cells[0]
    for (const cell of cells) cell.setAttribute('tabindex', cell === chosen ? '0' : '-1')
  }
}

/** The nearest cell in a direction: places where nothing is owed have none and are passed over. */
const neighbour = (cell: SVGAElement, [rowStep, columnStep]: [number, number]): SVGAElement | undefined => {
  const cells = cell.ownerSVGElement ? cellsOf(cell.ownerSVGElement) : []
  const distance = (other: SVGAElement) =>
    rowStep === 0 ? (columnOf(other) - columnOf(cell)) * columnStep : (rowOf(other) - rowOf(cell)) * rowStep
  return cells
    .filter(
      (other) =>
        (rowStep === 0 ? rowOf(other) === rowOf(cell) : columnOf(other) === columnOf(cell)) && distance(other) > 0,
    )
    .sort((a, b) => distance(a) - distance(b))[0]
}

/** Moves the focus between the cells of a chart with the arrow keys (WAI-ARIA APG, roving tabindex). */
export function moveByArrows(event: KeyboardEvent & { currentTarget: Element }): void {
  const step = STEPS[event.key]
  const cell = event.target instanceof Element ? event.target.closest<SVGAElement>(CELL) : null
  if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const next = neighbour(cell, step)
  if (!next) return
  rove(event.currentTarget, next)
  next.focus()
}
