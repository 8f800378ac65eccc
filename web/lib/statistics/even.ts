/** A number to its eleventh decimal: the order in which a sum was added up decides no rank and no grade. */
export const even = (value: number): number => Math.round(value * 1e11) / 1e11
