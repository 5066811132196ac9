/** A secret that is kept here, and its hash that goes ahead with the question: whoever steals the answer cannot use it. */
export type Pkce = { readonly verifier: string; readonly challenge: string };

/** Makes a verifier of 256 random bits and its S256 challenge. @see RFC 7636 */
export async function makePkce(): Promise<Pkce> {
  const verifier = randomText(32);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(hash)) };
}

/** Random bytes as text that may stand in an address. */
export function randomText(bytes: number): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
