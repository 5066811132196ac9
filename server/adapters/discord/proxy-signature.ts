import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import type { ReadProxyProof } from '../../ports/activities.ts';

/** What a proof has to be: signed by Discord for our application, and not too old. */
export type ProxySettings = {
  /** 64 hexadecimal digits, as Discord's portal shows them; without them no proof is asked for. */
  readonly publicKey: string | undefined;
  readonly applicationId: string;
};

/** Discord's clock may be ahead of ours by this much. */
const aheadSecondsMax = 60;
const payloadBytesMax = 4_096;

/** Discord documents the two times. Whom a request comes from is told in one of two places, or not at all. */
const Payload = z.object({
  created_at: z.number(),
  expires_at: z.number(),
  application_id: z.optional(z.string()),
  user_id: z.optional(z.string()),
  user: z.optional(z.object({ id: z.string() })),
});

/**
 * Reads the headers by which Discord's proxy proves a request. Only the payload is signed, neither path nor body: whoever caught one may
 * send it again until it expires, but not as another person.
 *
 * @see platforms.md "C1"
 */
export function readProxySignature({ publicKey, applicationId }: ProxySettings): ReadProxyProof | null {
  if (publicKey === undefined) return null;
  const key = keyOf(publicKey);
  return (headers) => {
    const signature = signatureOf(textIn(headers['x-signature-ed25519']));
    const encoded = textIn(headers['x-discord-proxy-payload']);
    const signed = Buffer.from(encoded, 'base64');
    if (!signature || encoded.length > payloadBytesMax || !verify(null, signed, key, signature)) return undefined;
    const payload = Payload.safeParse(parseJson(signed.toString('utf8')));
    if (!payload.success) return undefined;
    const { created_at: createdAt, expires_at: expiresAt, application_id: owner, user_id: userId, user } = payload.data;
    // Signatures are Discord's, and Discord's clock is the wall's.
    const atSeconds = Date.now() / 1_000;
    const isNow = atSeconds <= expiresAt && createdAt <= atSeconds + aheadSecondsMax;
    const isOurs = owner === undefined || owner === applicationId;
    if (!isNow || !isOurs || String(createdAt) !== textIn(headers['x-signature-timestamp'])) return undefined;
    return { userId: userId ?? user?.id ?? null };
  };
}

function textIn(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}

/** 64 bytes in base64. Discord's own examples disagree whether it might be hexadecimal, so that is read as well. */
function signatureOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, /^[0-9a-f]{128}$/i.test(text) ? 'hex' : 'base64');
  return bytes.length === 64 ? bytes : undefined;
}

/** The raw key in the wrapping of RFC 8410, which is the same for all of them. */
function keyOf(hex: string): KeyObject {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
