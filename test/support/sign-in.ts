/** Signs in at a running server as the page does; answers the cookie to send. */
export async function signIn(address: string, username: string, password: string): Promise<string> {
  const response = await fetch(`${address}login`, {
    method: 'POST',
    body: new URLSearchParams({ username, password }),
    redirect: 'manual',
  })
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith('shouwang_session='))
  if (response.status !== 303 || cookie === undefined) {
    throw new Error(`${username} was not signed in: ${response.status} ${await response.text()}`)
  }
  return cookie.split(';')[0] ?? ''
}
