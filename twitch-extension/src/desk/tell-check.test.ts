import { describe, expect, test } from '@jest/globals';
import { checksOf } from '../../test/canned-desk.ts';
import { standingOf, tellCheck } from './tell-check.ts';

describe('how a check stands', () => {
  const never = { consent: 'missing', scopes: 'missing', notifications: 'waiting', recordings: 'unknown' } as const;

  test('what connecting brings is not missing before it: it comes later', () => {
    const checks = checksOf(never);
    const states = checks.map((check) => standingOf(check, { checks, next: 'consent' }));
    expect(states).toEqual(['done', 'missing', 'later', 'later', 'done', 'later']);
  });

  test('once it is connected, what is missing is told as missing', () => {
    const checks = checksOf({ recordings: 'missing', chat: 'missing' });
    const states = checks.map((check) => standingOf(check, { checks, next: 'chat' }));
    expect(states).toEqual(['done', 'done', 'done', 'done', 'missing', 'missing']);
  });
});

describe('a check in words', () => {
  test('names scopes by what they are for', () => {
    const told = tellCheck({ key: 'scopes', state: 'missing', missing: ['channel:bot', 'clips:edit'] });
    expect(told.sentence).toContain('reading your chat and making clips.');
  });

  test('names a scope that it does not know as Twitch does', () => {
    expect(tellCheck({ key: 'scopes', state: 'missing', missing: ['toString'] }).sentence).toContain('toString');
  });

  test.each(
    checksOf().flatMap(({ key }) =>
      (['done', 'waiting', 'missing', 'unknown'] as const).map((state) => [key, state] as const),
    ),
  )('%s that is %s leaves no gap', (key, state) => {
    const { title, sentence } = tellCheck({ key, state, missing: ['channel:bot'] });
    expect(title).toMatch(/^\p{Lu}/u);
    expect(sentence).toMatch(/^[^{}]+\.$/);
  });
});
