import { describe, expect, test } from '@jest/globals';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
  type APIApplicationCommandOption,
} from 'discord.js';
import { locales, textsFor } from '#shared/text/locales.ts';
import { buildDropForm } from '../drop-form.ts';
import { components, forms } from '../components.ts';
import { buildCommands, buildEntryPoint, findCommand } from './index.ts';

const commands = [...buildCommands(), buildEntryPoint()];

/** A command or an option, with the way to it. */
type Part = { readonly way: string; readonly part: Readonly<Record<string, unknown>> };

function partsOf(part: object, way: string): readonly Part[] {
  const options: readonly APIApplicationCommandOption[] =
    'options' in part && Array.isArray(part.options) ? part.options : [];
  return [{ way, part: { ...part } }, ...options.flatMap((each) => partsOf(each, `${way} ${each.name}`))];
}
const parts = commands.flatMap((command) => partsOf(command, command.name));
const inMenus = new Set<unknown>([ApplicationCommandType.User, ApplicationCommandType.Message]);

/** What a part is called in every language. */
function allOf(part: Part['part'], key: 'name' | 'description'): readonly unknown[] {
  const localized = part[`${key}_localizations`];
  return [part[key], ...(typeof localized === 'object' && localized !== null ? Object.values(localized) : [])];
}

describe('the commands as Discord is told of them', () => {
  test('are one for everybody, one for the staff, two in menus, and one that launches the activity', () => {
    expect(commands.map(({ name, type = 1 }) => `${type} ${name}`)).toEqual([
      '1 c500',
      '1 c500-desk',
      '3 Report this drop',
      '2 Passport',
      '4 launch',
    ]);
  });

  test('the desk is hidden from everybody who does not manage the community, and is nowhere but in communities', () => {
    expect(commands[1]).toMatchObject({
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
      contexts: [0],
    });
  });

  test('names are such as Discord takes, in every language', () => {
    const wrong = parts.filter(({ part, way }) => {
      const isFree = inMenus.has(part['type']) && !way.includes('c500');
      const pattern = isFree ? /^.{1,32}$/u : /^[-_\p{Ll}\p{N}]{1,32}$/u;
      return !allOf(part, 'name').every((name) => typeof name === 'string' && pattern.test(name));
    });
    expect(wrong.map(({ way }) => way)).toEqual([]);
  });

  test('no two that stand side by side share a name, in any language', () => {
    const shared = parts.flatMap(({ way, part }) => {
      const options: readonly Part['part'][] = Array.isArray(part['options']) ? part['options'] : [];
      const names = options.flatMap((each) => [...new Set(allOf(each, 'name'))]);
      return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${way} ${String(name)}`);
    });
    expect(shared).toEqual([]);
  });

  test('descriptions have at most a hundred characters, in every language, and are translated wherever names are', () => {
    const described = parts.filter(({ part }) => 'description' in part);
    const wrong = described.filter(({ part }) => {
      const all = allOf(part, 'description');
      const isFitting = all.every((each) => typeof each === 'string' && each.length >= 1 && each.length <= 100);
      return !isFitting || all.length !== allOf(part, 'name').length;
    });
    expect(wrong.map(({ way }) => way)).toEqual([]);
    expect(described.length).toBeGreaterThan(60);
  });

  test('a command has at most 25 subcommands, 25 options and 25 choices, and 8,000 characters in all, as the longest language has them', () => {
    for (const { part } of parts) {
      for (const key of ['options', 'choices']) {
        const list = part[key];
        if (Array.isArray(list)) expect(list.length).toBeLessThanOrEqual(25);
      }
    }
    const longest = (part: Part['part'], key: 'name' | 'description') =>
      Math.max(...allOf(part, key).map((each) => (typeof each === 'string' ? each.length : 0)));
    for (const command of commands) {
      const lengths = partsOf(command, '').map(({ part }) => longest(part, 'name') + longest(part, 'description'));
      expect(lengths.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(8_000);
    }
  });

  test('every subcommand leads to what handles it', () => {
    const subcommands = parts.filter(
      ({ part, way }) => part['type'] === ApplicationCommandOptionType.Subcommand && way.includes(' '),
    );
    const lost = subcommands.filter(({ way }) => {
      const [name = '', sub = ''] = way.split(' ');
      return findCommand(name, sub) === undefined;
    });
    expect(lost.map(({ way }) => way)).toEqual([]);
    expect(findCommand('c500', 'fly')).toBeUndefined();
    expect(findCommand('other', 'shop')).toBeUndefined();
  });
});

describe('words that Discord bounds', () => {
  /** Every text of a language whose key ends like this. */
  function textsNamed(value: unknown, key: RegExp, way = ''): readonly (readonly [string, string])[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const at = `${way}.${name}`;
      return typeof inner === 'string' && key.test(name) ? [[at, inner] as const] : textsNamed(inner, key, at);
    });
  }

  test.each(locales)('in %s: labels of forms and buttons, descriptions and placeholders', (locale) => {
    const { buying, selling, house, community, form } = textsFor(locale).bot.discord;
    const bounds: readonly (readonly [RegExp, number])[] = [
      [/^label$/, 45],
      [/^description$/, 100],
      [/^placeholder$/, 100],
      [/^title$|^editTitle$|^dropTitle$/, 45],
    ];
    for (const [key, most] of bounds) {
      const long = textsNamed({ buying, selling, house, form, settings: community.settings }, key).filter(
        ([, each]) => each.length > most,
      );
      expect(long).toEqual([]);
    }
  });

  test.each(locales)('in %s: the form of a drop has five fields, and takes what was typed before', (locale) => {
    const options = {
      guild: 'builder',
      kind: 'stock',
      units: 1,
      proofDays: 1,
      marketerDiscordId: null,
      liveOnly: false,
      grail: false,
      earlyBirdMinutes: 0,
      raffleMinutes: 0,
    } as const;
    const fields = {
      title: 'T'.repeat(100),
      price: '1'.repeat(30),
      specs: 'S'.repeat(1_500),
      vodUrl: `https://${'v'.repeat(292)}`,
    };
    const form = buildDropForm(textsFor(locale), options, { draftId: 'abcdefghijkl', fields, pictures: 4 }).toJSON();
    expect(form.components).toHaveLength(5);
  });
});

test('every button, menu and form has something that answers it', () => {
  expect(Object.values(components).every(({ answers }) => answers.length > 0)).toBe(true);
  expect(Object.keys(forms).length).toBeGreaterThan(5);
});
