/** The link that keeps a preference in a cookie and comes back (routes/preferences). */
export const preferenceLink = (name: 'language' | 'theme', value: string, back: string): string =>
  `/preferences?${new URLSearchParams({ [name]: value, back })}`
