import { makeId, type CitizenId } from '#shared/ids.ts';
import { day, houseRules } from '#shared/house-rules.ts';
import { newChannel } from '../../server/domain/channel.ts';
import type { Builder, Citizen } from '../../server/domain/citizen.ts';
import { currentPromises } from '../../server/domain/promises.ts';
import type { Put } from '../../server/ports/store.ts';
import { connectChannel } from '../../server/usecases/streams/connect-channel.ts';
import type { Core } from '../../server/usecases/work/core.ts';
import { people, type Person } from '../people.ts';

/** The connected Stripe accounts of those who are paid, by the person's key. */
export type SeedAccounts = Readonly<Record<string, string>>;

/** What a builder had done before the sandbox began. */
const pasts: Readonly<Record<string, { readonly completed: number; readonly live: number }>> = {
  kumo: { completed: 24, live: 22 },
  yuzu: { completed: 3, live: 3 },
  tide: { completed: 12, live: 5 },
  relic: { completed: 41, live: 30 },
};

const shipping = [
  { country: 'US', amountMinor: 12_00 },
  { country: 'CA', amountMinor: 18_50 },
  { country: 'DE', amountMinor: 24_00 },
  { country: 'JP', amountMinor: 26_00 },
];

/** Fills an empty store with everybody. Done once: a store that knows the first of them is left as it is. */
export async function seedCore(core: Core, accounts: SeedAccounts): Promise<void> {
  const [first] = people;
  if (first?.discord && (await core.store.citizenByAccount('discord', first.discord.id))) return;
  for (const person of people) await keep(core, putsFor(core, person, accounts));
  await keep(core, agreedShares(core));
}

/** What every builder has agreed with every marketer. */
function agreedShares(core: Core): readonly Put[] {
  const [builders, marketers] = (['builder', 'marketer'] as const).map((part) =>
    people.filter((person) => person.part === part).map(({ key }) => seedId(key)),
  );
  const at = core.clock.now() - 100 * day;
  const percent = houseRules.marketerPercentDefault;
  return (builders ?? []).flatMap((builderId) =>
    (marketers ?? []).map((marketerId): Put => ({
      kind: 'partnership',
      record: {
        id: `${builderId}:${marketerId}`,
        version: 0,
        builderId,
        marketerId,
        offeredPercent: percent,
        agreedPercent: percent,
        state: 'agreed',
        proposedAt: at,
        answeredAt: at,
      },
    })),
  );
}

/**
 * Has every builder consent to our acting on their channel, by the way that a browser goes: Twitch's page, back with a code, and the
 * code for tokens. Whoever has consented before, or has taken that back, is left as they are.
 */
export async function connectBuilders(core: Core): Promise<void> {
  for (const { key, part, twitch } of people) {
    if (part !== 'builder' || !twitch || (await core.store.get('grant', twitch.id))) continue;
    const page = new URL(core.access.consentUrl('seed'));
    page.searchParams.set('as', twitch.id);
    const agreed = await fetch(page, { redirect: 'manual' });
    const code = new URL(agreed.headers.get('location') ?? '', page).searchParams.get('code') ?? '';
    const consented = await core.access.accept(code);
    const connected = consented && (await connectChannel(core, seedId(key), consented));
    if (!connected?.ok) throw new Error(`${key}'s channel could not be connected: ${connected?.refusal.code ?? 'no'}`);
  }
}

/** The citizen that a person of the sandbox is. */
export function seedId(key: string): CitizenId {
  return makeId('citizen', `seed${key}`);
}

async function keep(core: Core, put: readonly Put[]): Promise<void> {
  const { result } = await core.store.commit({ put });
  if (result !== 'committed') throw new Error(`the sandbox's people could not be kept: ${result}`);
}

function putsFor(core: Core, person: Person, accounts: SeedAccounts): readonly Put[] {
  const id = seedId(person.key);
  const puts: Put[] = [{ kind: 'citizen', record: citizenOf(core, person, id) }];
  const account = accounts[person.key] ?? null;
  if (person.part === 'marketer' && account)
    puts.push({ kind: 'payee', record: { id, version: 0, stripeAccountId: account } });
  if (person.part !== 'builder' || !person.twitch) return puts;
  const past = pasts[person.key] ?? { completed: 0, live: 0 };
  const builder: Builder = {
    id,
    version: 0,
    guilds: person.guilds,
    certifiedAt: core.clock.now() - 400 * day,
    promises: currentPromises,
    stripeAccountId: account,
    country: 'US',
    shipping,
    completedOrders: past.completed,
    builtLive: past.live,
    lostDisputes: 0,
  };
  const channel = newChannel(person.twitch.id, person.twitch.login, id);
  return [...puts, { kind: 'builder', record: builder }, { kind: 'channel', record: channel }];
}

function citizenOf(core: Core, person: Person, id: CitizenId): Citizen {
  const { twitch, discord } = person;
  return {
    id,
    version: 0,
    nickname: person.name,
    accounts: [
      ...(discord ? [{ platform: 'discord' as const, id: discord.id, handle: discord.username }] : []),
      // A stranger and a guest have linked one account and no second.
      ...(twitch && (person.tier !== 'guest' || !discord)
        ? [{ platform: 'twitch' as const, id: twitch.id, handle: twitch.login }]
        : []),
    ],
    identityVerified: false,
    completedOrders: person.tier === 'vip' ? 3 : 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: core.clock.now() - 300 * day,
  };
}
