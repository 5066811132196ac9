import type { Guild, Tier } from '#shared/schemas/citizen.ts';

/**
 * Somebody who lives in the sandbox. One person may have a Twitch account, a Discord account or both; the Studio lets whoever
 * sits at it be any of them.
 */
export type Person = {
  readonly key: string;
  readonly name: string;
  /** What the Studio says about them, one short clause. */
  readonly about: string;
  readonly part: 'builder' | 'marketer' | 'buyer' | 'moderator' | 'staff' | 'stranger';
  readonly twitch: { readonly id: string; readonly login: string } | null;
  readonly discord: { readonly id: string; readonly username: string } | null;
  readonly guilds: readonly Guild[];
  /** The tier that their seeded past gives them; shown beside the name. */
  readonly tier: Tier | null;
};

/** Everybody. The first of each part is the one that the guide asks you to be. */
export const people: readonly Person[] = [
  builder('kumo', 'Kumo', 'builds quiet 65% boards, trusted for years', ['builder'], 1),
  builder('yuzu', 'Yuzu', 'casts resin keycaps', ['artisan'], 2),
  builder('tide', 'Tide', 'lubes, films and tunes', ['modder'], 3),
  builder('relic', 'Relic', 'restores boards from the eighties', ['vintage'], 4),
  { ...person('hana', 'Hana', 'streams and sells what Kumo builds', 'marketer', 5), tier: 'member' },
  { ...person('mori', 'Mori', 'watches on Twitch, shops on Discord', 'buyer', 6), tier: 'member' },
  { ...person('nova', 'Nova', 'has bought three boards', 'buyer', 7), tier: 'vip' },
  { ...person('pip', 'Pip', 'is new here', 'buyer', 8), discord: null, tier: 'guest' },
  person('juno', 'Juno', "keeps Kumo's chat kind", 'moderator', 9),
  person('sol', 'Sol', 'works for C500', 'staff', 10),
  { ...person('ash', 'Ash', 'nobody knows', 'stranger', 11), tier: 'guest' },
];

/** The bot's own account on Twitch. */
export const chatBot = { id: '90001', login: 'c500bot', name: 'C500' } as const;

/** The person with this key. @throws Error when nobody has it: a defect of the sandbox */
export function personCalled(key: string): Person {
  const found = people.find((each) => each.key === key);
  if (!found) throw new Error(`nobody in the sandbox is called ${key}`);
  return found;
}

function person(key: string, name: string, about: string, part: Person['part'], number: number): Person {
  return {
    key,
    name,
    about,
    part,
    twitch: { id: String(10_000 + number), login: `${key}_live`.slice(0, 25) },
    discord: { id: `2000000000000000${String(number).padStart(2, '0')}`, username: key },
    guilds: [],
    tier: null,
  };
}

function builder(key: string, name: string, about: string, guilds: readonly Guild[], number: number): Person {
  return { ...person(key, name, about, 'builder', number), guilds };
}
