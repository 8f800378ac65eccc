/**
 * The attributes of a `<details>` that comes open where `isOpen` says so, and is its reader's own otherwise: an `open={false}`
 * would close, when the page gets complete, what somebody on a slow line had opened before.
 */
export const openIf = (isOpen: boolean): { open?: true } => (isOpen ? { open: true } : {})
