import { describe, expect, test } from '@jest/globals';
import { refusals } from '../refusals.ts';
import { en } from '../text/say.ts';
import { contract } from './contract.ts';
import type { Endpoint } from './endpoint.ts';

const endpoints: readonly (readonly [string, Endpoint])[] = Object.entries(contract);

function isShape(schema: unknown): schema is { readonly shape: Readonly<Record<string, unknown>> } {
  return typeof schema === 'object' && schema !== null && 'shape' in schema;
}

describe('one contract, every door', () => {
  test('no two endpoints answer the same request', () => {
    const asked = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([]);
  });

  test('no endpoint is hidden behind another whose parameter would take its word', () => {
    const parts = (path: string) => path.split('/');
    const hides = ([, a]: readonly [string, Endpoint], [, b]: readonly [string, Endpoint]) =>
      a.method === b.method &&
      parts(a.path).length === parts(b.path).length &&
      parts(a.path).every((part, at) => part.startsWith(':') || part === parts(b.path)[at]);
    const hidden = endpoints.filter((later, index) =>
      endpoints.slice(0, index).some((earlier) => hides(earlier, later)),
    );
    expect(hidden.map(([name]) => name)).toEqual([]);
  });

  test('what Twitch’s extension asks for is refused without a word of prices, which its door may not show', () => {
    const ofExtension = endpoints.filter(([, { auth }]) => ['viewer', 'citizen', 'broadcaster', 'desk'].includes(auth));
    const texts = ofExtension.flatMap(([, each]) => each.refusals).map((code) => en.refusals[code]);
    const priced = texts.filter(({ sentence, remedy }) =>
      /\{(most|least|amount|price)\}|\bbuy\b|\$/i.test(`${sentence} ${remedy}`),
    );
    expect(priced).toEqual([]);
  });

  describe.each(endpoints)('%s', (_, endpoint) => {
    test('has an address that begins with its version', () => {
      expect(endpoint.path).toMatch(/^\/v1(\/(:[a-zA-Z]+|[a-z][a-z-]*))+$/);
    });

    test('reads exactly the parameters that its address names', () => {
      const named = [...endpoint.path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => name);
      const read = isShape(endpoint.params) ? Object.keys(endpoint.params.shape) : [];
      expect(read).toEqual(named);
    });

    test('declares only known refusals, each once', () => {
      expect(endpoint.refusals.filter((code) => !(code in refusals))).toEqual([]);
      expect(new Set(endpoint.refusals).size).toBe(endpoint.refusals.length);
    });

    test('takes a body only where something is written', () => {
      if (endpoint.method === 'GET') expect(endpoint.body).toBeUndefined();
      else expect(endpoint.query).toBeUndefined();
    });

    test('refuses a body that is none', () => {
      if (endpoint.body)
        for (const wrong of [undefined, null, 7, 'text', []])
          expect(endpoint.body.safeParse(wrong).success).toBe(false);
    });

    test('bounds what it reads', () => {
      expect(endpoint.bodyBytesMax ?? 0).toBeLessThanOrEqual(16 * 1024 * 1024);
    });
  });

  test('what an endpoint of one thing cannot find, it says', () => {
    const silent = endpoints.filter(
      ([, { path, refusals: own }]) =>
        path.includes(':') && !own.some((code) => code === 'not-found' || code === 'no-builder-channel'),
    );
    // A community is met thereby, and whoever was never met has no rooms.
    expect(silent.map(([name]) => name)).toEqual(['meetCommunity', 'listRelays']);
  });

  test('whatever changes an order may find that somebody else was faster', () => {
    const writing = endpoints.filter(([, { method, path }]) => method !== 'GET' && path.startsWith('/v1/orders/'));
    expect(writing.length).toBeGreaterThan(3);
    for (const [name, { refusals: own }] of writing)
      expect([name, own.includes('conflict-try-again')]).toEqual([name, true]);
  });
});

describe('who may call', () => {
  test('the operator’s view is the staff’s alone, and the bot’s work the bot’s', () => {
    for (const [name, { path, auth }] of endpoints) {
      expect([name, path.startsWith('/v1/staff/')]).toEqual([name, auth === 'staff']);
      if (/notices|channels|sightings\/chat/.test(path)) expect([name, auth]).toEqual([name, 'bot']);
    }
  });

  test('nothing is changed by nobody', () => {
    for (const [name, { method, auth }] of endpoints)
      if (method !== 'GET') expect([name, ['public', 'viewer'].includes(auth)]).toEqual([name, false]);
  });
});
