import { describe, expect, test } from '@jest/globals';
import { sealer } from './sealer.ts';

const [older, newer] = ['an older key, of many random symbols', 'a newer key, of many random symbols'];
const tokens = '{"accessToken":"abc","refreshToken":"def"}';

describe('what was sealed', () => {
  test('opens at its place with its key, and shows nothing of what is in it', () => {
    const { seal, unseal } = sealer([newer], 'twitch-tokens');
    const sealed = seal(tokens, '777');
    expect(unseal(sealed, '777')).toBe(tokens);
    expect(Buffer.from(sealed.split('.').at(-1) ?? '', 'base64url').toString()).not.toContain('abc');
    expect(seal(tokens, '777')).not.toBe(sealed);
  });

  test('does not open at another place', () => {
    const { seal, unseal } = sealer([newer], 'twitch-tokens');
    expect(unseal(seal(tokens, '777'), '778')).toBeUndefined();
  });

  test('does not open once a single symbol was changed, wherever that is', () => {
    const { seal, unseal } = sealer([newer], 'twitch-tokens');
    const sealed = seal(tokens, '777');
    const opened = Array.from(sealed, (symbol, index) => {
      const other = symbol === 'A' ? 'B' : 'A';
      return unseal(sealed.slice(0, index) + other + sealed.slice(index + 1), '777');
    });
    // The last symbol of a part may carry bits that mean nothing, so that another symbol is the same bytes.
    expect(opened.filter((text) => text !== undefined && text !== tokens)).toEqual([]);
    expect(opened.filter((text) => text === tokens).length).toBeLessThan(4);
    for (const nonsense of ['', '1', '1.2.3.4.5', `${sealed.slice(0, -8)}`, 'x'.repeat(5_000)])
      expect(unseal(nonsense, '777')).toBeUndefined();
  });

  test('with the older of two keys still opens, and what is sealed now opens with the newer alone', () => {
    const both = sealer([newer, older], 'twitch-tokens');
    const before = sealer([older], 'twitch-tokens').seal(tokens, '777');
    expect(both.unseal(before, '777')).toBe(tokens);
    expect(sealer([newer], 'twitch-tokens').unseal(both.seal(tokens, '777'), '777')).toBe(tokens);
    expect(sealer([older], 'twitch-tokens').unseal(both.seal(tokens, '777'), '777')).toBeUndefined();
    expect(sealer([newer], 'twitch-tokens').unseal(before, '777')).toBeUndefined();
  });
});
