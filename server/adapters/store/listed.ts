import type { ListedKind, Records } from '../../ports/store.ts';

/** The word under which a record of each kind is listed; null while it is in no list. */
const words: { readonly [K in ListedKind]: (record: Records[K]) => string | null } = {
  citizen: ({ nickname }) => nickname.toLowerCase(),
  builder: () => 'all',
  community: () => 'all',
  card: ({ dropId }) => dropId,
  ban: ({ lifted }) => (lifted ? null : 'all'),
  carriedBans: () => 'all',
  room: wordOfRoom,
  roomMessage: ({ orderId }) => orderId,
  application: ({ state }) => (state === 'waiting' ? 'waiting' : 'settled'),
  partnership: ({ builderId }) => builderId,
  award: ({ citizenId }) => citizenId,
  case: wordOfCase,
  act: () => 'all',
  dispute: ({ closedAt }) => (closedAt === null ? 'open' : 'closed'),
  debt: ({ owed }) => (owed.length > 0 ? 'open' : 'closed'),
  strike: ({ citizenId }) => citizenId,
  flag: ({ settled }) => (settled ? 'settled' : 'waiting'),
  addressLook: ({ orderId }) => orderId,
  raffle: ({ state }) => (state === 'open' || state === 'closed' ? 'waiting' : null),
  raffleEntry: ({ dropId, leftAt }) => (leftAt === null ? dropId : null),
};

/** The kinds that have lists. */
// `words` has every one of them, once each.
export const listedKinds = Object.keys(words) as readonly ListedKind[];

/** The word under which a record is listed; null while it is in no list. Both stores go by this and by nothing else. */
export function listedUnder<K extends ListedKind>(kind: K, record: Records[K]): string | null {
  return words[kind](record);
}

/** An appeal makes a case wait again. */
function wordOfCase({ decision, appeal, final }: Records['case']): string {
  return !decision || (appeal && !final) ? 'waiting' : 'settled';
}

/** A room that is closed, or has no place yet, is looked for by its order alone. */
function wordOfRoom({ closedAt, way, threadId, buyerId }: Records['room']): string | null {
  if (closedAt !== null || way === 'none') return null;
  return way === 'thread' ? threadId : `relay:${buyerId}`;
}
