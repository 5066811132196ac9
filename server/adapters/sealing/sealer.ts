import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Sealer } from '../../ports/sealer.ts';

const version = '1';
const cipherName = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** What is sealed. Each purpose has keys of its own, so that what was closed for one opens for no other. */
const purposes = { 'twitch-tokens': 'c500 twitch tokens', addresses: 'c500 addresses' } as const;

/**
 * A sealer with AES-256-GCM. The first secret closes, all of them open, so that one can be replaced: put the new one first, and take
 * the old one out once everything was closed anew.
 *
 * @param secrets random texts with at least 128 bits of chance, never passwords: they are expanded, not stretched
 */
export function sealer(secrets: readonly string[], purpose: keyof typeof purposes): Sealer {
  const keys = secrets.map((secret) => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', purposes[purpose], 32));
    return { key, name: createHash('sha256').update(key).digest('base64url').slice(0, 8) };
  });
  const [first] = keys;
  if (!first) throw new Error('there is no key to seal with');
  return {
    seal(text, place) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, first.key, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'));
      return [version, first.name, ...parts].join('.');
    },
    unseal(sealed, place) {
      const [sealedAs, name, ...parts] = sealed.split('.');
      const [iv, tag, body] = parts.map((part) => Buffer.from(part, 'base64url'));
      const known = keys.find((each) => each.name === name);
      if (sealedAs !== version || !known || iv?.length !== ivBytes || tag?.length !== tagBytes || !body)
        return undefined;
      const decipher = createDecipheriv(cipherName, known.key, iv, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        // The only thing that fails here is the tag: the text, its place or the key is not what was sealed.
        return undefined;
      }
    },
  };
}
