import type { CitizenId, DropId, Instant } from '#shared/ids.ts';
import type { RaffleState } from '#shared/schemas/raffle.ts';
import type { Account, Citizen } from './citizen.ts';
import type { Drop } from './drop.ts';
import type { RaffleEntry } from './trust-records.ts';

/** The id of somebody's entry: one for each person, through whatever door they come. */
export function entryId(dropId: DropId, citizenId: CitizenId): string {
  return `${dropId}:${citizenId}`;
}

/** How the raffle for a drop stands; undefined where a drop is none. */
export function raffleState({ raffle, status }: Drop, now: Instant): RaffleState | undefined {
  if (!raffle) return undefined;
  if (raffle.drawn) return 'drawn';
  if (status === 'closed') return 'called-off';
  if (now < raffle.opensAt) return 'soon';
  return now < raffle.closesAt ? 'open' : 'closed';
}

/** An entry with the person whose it is now: whoever entered with two accounts that were linked, before or since, is one person. */
export type FrozenEntry = { readonly entry: RaffleEntry; readonly citizenId: CitizenId };

/**
 * Who of these citizens are one person, under the id of one of them: an account that was unlinked, and came back as somebody new, still
 * says so. Whoever is nobody else's is not in it.
 */
export function onePersonEach(citizens: readonly Citizen[]): ReadonlyMap<CitizenId, CitizenId> {
  const isNow = new Map(citizens.flatMap(({ id, accounts }) => accounts.map((each) => [nameOf(each), id] as const)));
  const found = new Map<CitizenId, CitizenId>();
  const root = (id: CitizenId): CitizenId => {
    const other = found.get(id);
    return other === undefined ? id : root(other);
  };
  for (const { id, formerAccounts = [] } of citizens)
    for (const account of formerAccounts) {
      const [one, other] = [root(id), root(isNow.get(nameOf(account)) ?? id)];
      if (one !== other) found.set(other, one);
    }
  return new Map([...found.keys()].map((id) => [id, root(id)]));
}

function nameOf({ platform, id }: Account): string {
  return `${platform}:${id}`;
}

/** One entry for each person, the one that was first. The order of what is given does not matter. */
export function oneForEach(entries: readonly FrozenEntry[]): readonly FrozenEntry[] {
  const first = new Map<CitizenId, FrozenEntry>();
  for (const each of entries) {
    const known = first.get(each.citizenId);
    if (!known || isBefore(each.entry, known.entry)) first.set(each.citizenId, each);
  }
  return [...first.values()];
}

function isBefore(one: RaffleEntry, other: RaffleEntry): boolean {
  return one.at === other.at ? one.key < other.key : one.at < other.at;
}

/**
 * The list of entries as it is hashed: the public keys sorted, each on a line that ends with a line feed.
 *
 * @see docs/raffles.md
 */
export function frozenList(keys: readonly string[]): string {
  return keys
    .toSorted()
    .map((key) => `${key}\n`)
    .join('');
}

/** The text from which an entry's place is drawn. It names the whole list, so that no key is worth anything until the list is frozen. */
export function drawnText(entriesHash: string, key: string): string {
  return `${entriesHash}:${key}`;
}
