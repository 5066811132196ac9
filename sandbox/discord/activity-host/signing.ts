import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** What Discord's proxy signs with. The public half is what the portal shows, 64 hexadecimal digits. */
export type ProxyKeys = { readonly publicKeyHex: string; readonly privateKeyPem: string };

const goodForSeconds = 300;

/** Makes a pair of keys, as every app has one. */
export function makeProxyKeys(): ProxyKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKeyHex: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex'),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** For whom a request comes, and when that was said; seconds since 1970. */
export type Signing = {
  readonly applicationId: string;
  readonly userId: string;
  readonly createdAt?: number;
  readonly expiresAt?: number;
};

/**
 * The headers by which Discord's proxy proves that a request came through it. What is signed is the payload alone: neither method, path
 * nor body, so that the same headers may come with many requests until they expire.
 */
export function signRequest(keys: ProxyKeys, signing: Signing): Record<string, string> {
  const createdAt = signing.createdAt ?? Math.floor(Date.now() / 1_000);
  const payload = Buffer.from(
    JSON.stringify({
      application_id: signing.applicationId,
      user_id: signing.userId,
      is_developer: false,
      created_at: createdAt,
      expires_at: signing.expiresAt ?? createdAt + goodForSeconds,
    }),
  );
  return {
    'x-signature-ed25519': sign(null, payload, createPrivateKey(keys.privateKeyPem)).toString('base64'),
    'x-signature-timestamp': String(createdAt),
    'x-discord-proxy-payload': payload.toString('base64'),
  };
}
