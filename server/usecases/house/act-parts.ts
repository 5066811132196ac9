import { formatMoney } from '#shared/money.ts';
import type { Refusal } from '#shared/refusals.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fill } from '#shared/text/say.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import type { Commit } from '../../ports/store.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** What an act comes to as things stand: a sentence that says so, and the commit that makes it so; or why it cannot be done. */
export type ActPlan =
  | {
      readonly ok: true;
      readonly summary: string;
      readonly commit: Commit;
      /** What is to be looked at once it is done. A crash before it loses nothing: it is looked at in any case, later. */
      readonly after?: () => Promise<void>;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Names and amounts of an order, as they stand before an act. */
export async function orderWords(core: Core, order: Order): Promise<Record<string, string>> {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.terms.price.currency });
  const escrow = escrowOf(order.id, await core.store.entriesOf(order.id));
  return {
    tag: order.tag,
    title: order.terms.title,
    amount: money(escrow.heldMinor + (order.payment?.taxMinor ?? 0)),
    held: money(escrow.heldMinor),
    freeze: order.freeze?.reason ?? '',
    buyer: await nicknameOf(core, order.buyerId),
    builder: await nicknameOf(core, order.builderId),
  };
}

/** Who would get what of a release, in words. */
export async function legWords(core: Core, { legs, terms }: Order): Promise<string> {
  const words = legs.map(async ({ amountMinor, citizenId }) =>
    fill(houseTexts.acts.leg, {
      amount: formatMoney({ amountMinor, currency: terms.price.currency }),
      nickname: await nicknameOf(core, citizenId),
    }),
  );
  return (await Promise.all(words)).join(houseTexts.listed);
}
