import { randomBytes } from 'node:crypto'
import * as oidc from 'openid-client'

/** The county's single sign-on as the config names it, with its secret. */
export interface SingleSignOnOptions {
  issuer: string
  client_id: string
  /** Null: a public client, which PKCE alone protects. */
  client_secret: string | null
  /** The claim that says who it is. */
  username_claim: string
  /** What the button says. */
  name: string
  now: () => Date
}

/** Whom the provider vouches for: its own unchanging name for them (the claim `sub`), and the one that they know. */
export interface Identity {
  subject: string
  username: string
}

/** What a single sign-on came to: who it was, and where they wanted to go. */
export type Vouched = ({ state: 'vouched'; next: string } & Identity) | { state: 'failed'; cause: unknown }

interface Attempt {
  state: string
  nonce: string
  verifier: string
  next: string
  at: number
}

/** Somebody who has to find a password and a telephone first is done by then. */
const ATTEMPT_MS = 10 * 60_000
const MOST_ATTEMPTS = 1_000
const TIMEOUT_SECONDS = 10

/**
 * Sign-in by an OpenID Connect provider: the code flow with PKCE, state and nonce. An attempt is kept here, is the
 * browser's that began it (its token is in a cookie), and is good once.
 */
export class SingleSignOn {
  readonly name: string
  readonly #options: SingleSignOnOptions
  readonly #attempts = new Map<string, Attempt>()
  #provider: Promise<oidc.Configuration> | null = null

  constructor(options: SingleSignOnOptions) {
    this.#options = options
    this.name = options.name
  }

  /** Where to send the browser, and the token of the attempt to give it. Throws where the provider does not answer. */
  async begin(callback: string, next: string): Promise<{ address: string; token: string }> {
    const provider = await this.#discovered()
    const verifier = oidc.randomPKCECodeVerifier()
    const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next, at: this.#time() }
    const token = randomBytes(32).toString('base64url')
    this.#forgetOld()
    this.#attempts.set(token, attempt)
    const address = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    })
    return { address: address.href, token }
  }

  /** Takes what the provider sent back to `callback`, query and all. The attempt is over, whatever comes of it. */
  async finish(token: string | undefined, callback: URL): Promise<Vouched> {
    const attempt = token === undefined ? undefined : this.#attempts.get(token)
    if (token === undefined || attempt === undefined || this.#time() - attempt.at > ATTEMPT_MS)
      return { state: 'failed', cause: new Error('no attempt to sign in is open') }
    this.#attempts.delete(token)
    try {
      const provider = await this.#discovered()
      const answer = await oidc.authorizationCodeGrant(provider, callback, {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      })
      return { state: 'vouched', ...(await this.#identityOf(provider, answer)), next: attempt.next }
    } catch (cause) {
      return { state: 'failed', cause }
    }
  }

  async #identityOf(
    provider: oidc.Configuration,
    answer: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>,
  ): Promise<Identity> {
    const { username_claim } = this.#options
    const own: Record<string, unknown> = { ...answer.claims() }
    // Many providers keep what is not the subject for the second question.
    const claims =
      username_claim in own ? own : { ...(await oidc.fetchUserInfo(provider, answer.access_token, String(own.sub))) }
    const username = claims[username_claim]
    if (typeof username !== 'string' || username === '') throw new Error(`the provider gives no ${username_claim}`)
    // An address that anybody may type in at the provider says nothing of who it is.
    if (username_claim === 'email' && claims.email_verified !== true) throw new Error('the e-mail is not verified')
    return { subject: String(own.sub), username }
  }

  /** The provider's own description, asked for once; after a failure it is asked for again. */
  #discovered(): Promise<oidc.Configuration> {
    const { issuer, client_id, client_secret } = this.#options
    const asked = (this.#provider ??= oidc.discovery(
      new URL(issuer),
      client_id,
      undefined,
      client_secret === null ? oidc.None() : oidc.ClientSecretBasic(client_secret),
      // The config allows http for this machine alone.
      { timeout: TIMEOUT_SECONDS, execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [] },
    ))
    asked.catch(() => (this.#provider = null))
    return asked
  }

  #forgetOld(): void {
    for (const [token, { at }] of this.#attempts) {
      if (this.#attempts.size < MOST_ATTEMPTS && this.#time() - at <= ATTEMPT_MS) return
      this.#attempts.delete(token)
    }
  }

  #time(): number {
    return this.#options.now().getTime()
  }
}
