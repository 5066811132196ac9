import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeTag, formatTags, readIrcLine, unescapeTag } from './irc-line.ts';

describe('a line of chat protocol', () => {
  test.each([
    ['NICK c500bot', 'NICK', ['c500bot']],
    ['privmsg #rika :hello there', 'PRIVMSG', ['#rika', 'hello there']],
    [':me!me@me PRIVMSG #rika ::) :(', 'PRIVMSG', ['#rika', ':) :(']],
    ['CAP REQ :twitch.tv/tags twitch.tv/commands', 'CAP', ['REQ', 'twitch.tv/tags twitch.tv/commands']],
    ['PING', 'PING', []],
  ])('%s is read into its parts', (text, command, params) => {
    expect(readIrcLine(text)).toMatchObject({ command, params });
  });

  test('tags are read with their escapes', () => {
    const line = readIrcLine('@reply-parent-msg-id=a-b;note=one\\stwo\\:three;flag PRIVMSG #rika :hi');
    expect([...(line?.tags ?? [])]).toEqual([
      ['reply-parent-msg-id', 'a-b'],
      ['note', 'one two;three'],
      ['flag', ''],
    ]);
  });

  test('no value of a tag can end the tag or the line, and every value comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const escaped = escapeTag(value);
        expect(escaped).not.toMatch(/[; \r\n]/);
        expect(unescapeTag(escaped)).toBe(value);
        expect(readIrcLine(`@${formatTags({ first: value, last: 'z' })} PING`)?.tags.get('last')).toBe('z');
      }),
    );
  });

  test('reading never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readIrcLine(text)));
  });
});
