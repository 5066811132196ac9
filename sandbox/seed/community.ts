import { people } from '../people.ts';
import type { CommunitySeed } from '../discord/seed.ts';
import type { DiscordUser } from '../discord/model.ts';
import type { World } from '../world.ts';

const places: World['places'] = {
  communityId: '400000000000000001',
  buildsChannelId: '400000000000000011',
  loungeChannelId: '400000000000000012',
};

const seed: CommunitySeed = {
  id: places.communityId,
  name: 'The Cloud',
  ownerId: people.find((person) => person.part === 'staff')?.discord?.id ?? '',
  channels: [
    {
      id: places.buildsChannelId,
      name: 'available-builds',
      topic: 'Drops that are open right now. Press Buy and a unit waits for you.',
    },
    { id: places.loungeChannelId, name: 'lounge', topic: 'Desks, keycaps and calm.' },
  ],
  members: people.flatMap((person) => (person.discord ? [{ userId: person.discord.id, nickname: person.name }] : [])),
};

/** The one community in which the sandbox's bot is installed. */
export const community = { seed, places } as const;

/** Everybody's account on Discord. */
export function discordUsers(): DiscordUser[] {
  return people.flatMap((person) => (person.discord ? [userOf(person.discord, person.name)] : []));
}

function userOf(account: { readonly id: string; readonly username: string }, name: string): DiscordUser {
  return { id: account.id, username: account.username, displayName: name };
}
