import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and the certificate that it signed for itself, both in PEM. */
export type SelfSigned = { readonly key: string; readonly cert: string };

const dayMs = 24 * 3_600_000;
const tags = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const bytes = Buffer.from(size.toString(16).padStart(size > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

function wrap(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** An object identifier, given as its encoded bytes in hex. */
function oid(hex: string): Buffer {
  return wrap(tags.oid, Buffer.from(hex, 'hex'));
}

const ecdsaWithSha256 = wrap(tags.sequence, oid('2a8648ce3d040302'));

function nameOf(commonName: string): Buffer {
  const attribute = wrap(tags.sequence, oid('550403'), wrap(tags.text, Buffer.from(commonName)));
  return wrap(tags.sequence, wrap(tags.set, attribute));
}

/** UTCTime, which is right until 2049. */
function timeOf(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return wrap(tags.time, Buffer.from(`${text}Z`));
}

function namesExtension(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) => wrap(0x82, Buffer.from(host)));
  const extension = wrap(tags.sequence, oid('551d11'), wrap(tags.octets, wrap(tags.sequence, ...names)));
  return wrap(0xa3, wrap(tags.sequence, extension));
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * Makes a certificate for a week, for these host names, signed by nobody but itself: whoever looks at it has to be told to take it.
 * Node signs bytes and knows no X.509, so the few fields that it needs are written here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */
export function makeCertificate(hosts: readonly string[]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameOf('C500 sandbox');
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const toBeSigned = wrap(
    tags.sequence,
    wrap(0xa0, wrap(tags.integer, Buffer.from([2]))),
    wrap(tags.integer, serial),
    ecdsaWithSha256,
    name,
    wrap(tags.sequence, timeOf(Date.now() - dayMs), timeOf(Date.now() + 7 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    namesExtension(hosts),
  );
  const signature = wrap(tags.bits, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: toPem('CERTIFICATE', wrap(tags.sequence, toBeSigned, ecdsaWithSha256, signature)),
  };
}
