/** The present instant of the device: out of reach of the server nobody else says when something was found. */
export const deviceNow = (): Date => new Date()
