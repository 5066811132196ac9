import { createHash } from 'node:crypto';
import type { CitizenId } from '#shared/ids.ts';
import type { Order } from '../../domain/order.ts';
import type { CardUse } from '../../domain/trust-records.ts';
import type { Commit } from '../../ports/store.ts';
import { isBanned } from '../people/bans.ts';
import { cardSubject } from '../communities/card-subject.ts';
import type { Core } from '../work/core.ts';
import { flagPuts } from '../house/flags.ts';

/** People of one card that are remembered: a family, and not a stolen card’s whole career. */
const citizensMax = 20;
/**
 * Who paid with a card, for the commit of the payment. Where somebody else who did is banned, the staff is told in the same commit, and
 * the order is held by a deadline that falls due at once.
 */
export async function cardParts(
  core: Core,
  { id: orderId, tag, buyerId }: Order,
  fingerprint: string | null,
): Promise<Required<Pick<Commit, 'put' | 'notices' | 'deadlines'>>> {
  if (fingerprint === null) return { put: [], notices: [], deadlines: [] };
  // Stripe's own mark of a card is kept as a hash only: it is compared, and never shown.
  const id = createHash('sha256').update(fingerprint).digest('hex');
  const known: CardUse = (await core.store.get('cardUse', id)) ?? { id, version: 0, citizens: [] };
  const citizens = [...known.citizens.filter((each) => each !== buyerId), buyerId].slice(-citizensMax);
  const isKnown = known.version > 0 && known.citizens.includes(buyerId);
  const banned = await bannedAmong(core, known.citizens, buyerId);
  const flag =
    banned.length > 0
      ? await flagPuts(core, {
          id: `flag:banned-card:${orderId}`,
          kind: 'banned-card',
          citizenId: buyerId,
          orderId,
          about: tag,
          params: { banned: banned.join(', ') },
        })
      : { put: [], notices: [] };
  return {
    put: [...(isKnown ? [] : [{ kind: 'cardUse', record: { ...known, citizens } } as const]), ...flag.put],
    notices: flag.notices,
    deadlines:
      banned.length > 0
        ? [{ subject: cardSubject(orderId), due: [{ name: 'hold-banned-card', at: core.clock.now() }] }]
        : [],
  };
}

/** The nicknames of those who are banned, the buyer apart: a claim of theirs is refused before any card is asked for. */
async function bannedAmong(core: Core, citizens: readonly CitizenId[], buyerId: CitizenId): Promise<readonly string[]> {
  const others = await Promise.all(citizens.filter((id) => id !== buyerId).map((id) => core.store.get('citizen', id)));
  const known = others.flatMap((citizen) => citizen ?? []);
  const banned = await Promise.all(known.map(({ id, aliasOf }) => isBanned(core, aliasOf ?? id)));
  return known
    .filter(({ id, aliasOf }, index) => banned[index] === true && (aliasOf ?? id) !== buyerId)
    .map(({ nickname }) => nickname);
}
