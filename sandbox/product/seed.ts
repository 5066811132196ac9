import { makeId, type CitizenId } from '#shared/ids.ts';
import { day } from '#shared/house-rules.ts';
import type { Builder, Channel, Citizen } from '../../server/domain/citizen.ts';
import { currentPromises } from '../../server/domain/promises.ts';
import type { Put } from '../../server/ports/store.ts';
import type { Core } from '../../server/usecases/core.ts';
import { openDrop, type DropDraft } from '../../server/usecases/manage-drops.ts';
import { people, type Person } from '../people.ts';
import { drawPicture, type PictureName } from '../seed/pictures.ts';

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

type SeedDrop = Omit<DropDraft, 'requestId' | 'pictures' | 'marketerId' | 'liveOnly'> & {
  readonly by: string;
  readonly key: string;
  readonly marketer: string | null;
  readonly pictures: readonly PictureName[];
};

/** Drops that are open when the sandbox begins. */
const drops: readonly SeedDrop[] = [
  {
    by: 'yuzu',
    key: 'seeddrop-koi',
    guild: 'artisan',
    kind: 'stock',
    units: 6,
    proofDays: 10,
    title: 'Koi pond artisan keycap',
    priceTyped: '85',
    marketer: null,
    vodUrl: null,
    specs:
      'Hand-cast resin, SA row 1, fits MX stems. Two koi, real gold leaf, a ripple on top. Each one comes out a little different.',
    pictures: ['resin-keycap'],
  },
  {
    by: 'tide',
    key: 'seeddrop-tune',
    guild: 'modder',
    kind: 'commission',
    units: 4,
    proofDays: 14,
    title: 'Full tune: lube, film, stabs',
    priceTyped: '$120.00',
    marketer: null,
    vodUrl: null,
    specs:
      'You send nothing: I build with new switches. 70 linears lubed with 205g0, filmed, springs swapped to 63.5g, stabilisers tuned until they are silent.',
    pictures: ['lubed-switches'],
  },
  {
    by: 'relic',
    key: 'seeddrop-beige',
    guild: 'vintage',
    kind: 'stock',
    units: 1,
    proofDays: 21,
    title: 'Restored 1986 terminal board',
    priceTyped: '540',
    marketer: null,
    vodUrl: null,
    specs: 'Buckling springs, every barrel cleaned, new foam, USB-C inside the original case. One of one.',
    pictures: ['vintage-board'],
  },
];

/** Fills an empty store with everybody and their drops. Done once: a store that knows Kumo is left as it is. */
export async function seedCore(core: Core, accounts: SeedAccounts): Promise<void> {
  const [first] = people;
  if (first?.discord && (await core.store.citizenByAccount('discord', first.discord.id))) return;
  for (const person of people) await keep(core, putsFor(core, person, accounts));
  for (const { by, key, marketer, pictures, ...draft } of drops) {
    const names = await Promise.all(pictures.map((picture) => core.pictures.keep(drawPicture(picture))));
    const opened = await openDrop(core, seedId(by), {
      ...draft,
      requestId: key,
      pictures: names.filter((name) => name !== undefined),
      marketerId: marketer ? seedId(marketer) : null,
      liveOnly: false,
    });
    if (!opened.ok) throw new Error(`the drop ${draft.title} could not be opened: ${opened.refusal.code}`);
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
    shipping,
    completedOrders: past.completed,
    builtLive: past.live,
    lostDisputes: 0,
  };
  const channel: Channel = {
    id: person.twitch.id,
    version: 0,
    login: person.twitch.login,
    builderId: id,
    title: '',
    live: null,
  };
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
