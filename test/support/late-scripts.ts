import type { Page } from 'playwright-core'

/**
 * Opens an address whose scripts come only after `act`, as on a slow line, and waits until the page is complete: what a reader
 * did before that must stay.
 */
export async function openWithLateScripts(page: Page, address: string, act: () => Promise<void>): Promise<void> {
  let release = (): void => undefined
  const acted = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/*.js', async (route) => {
    await acted
    await route.continue()
  })
  await page.goto(address, { waitUntil: 'commit' })
  await act()
  release()
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
}
