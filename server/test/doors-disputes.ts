import type { disputeEndpoints } from '#shared/api/disputes.ts';
import { day } from '#shared/house-rules.ts';
import { buy, listDrop } from './stories.ts';
import type { TestWorld } from './world.ts';

type Sent = {
  readonly params: Readonly<Record<string, string>>;
  readonly body: { readonly requestId: string; readonly text: string };
};

/** One call that must be granted to each endpoint about disputes. */
export function disputeCalls(world: () => TestWorld): {
  readonly [N in keyof typeof disputeEndpoints]: () => Promise<Sent>;
} {
  return {
    async answerDispute() {
      const { tag } = await buy(world(), 'mori', await listDrop(world(), { price: '60' }));
      const order = await world().app().core.store.orderByTag(tag);
      const dueInSeconds = (world().clock.now() + 9 * day - Date.now()) / 1_000;
      world().stripe.openDispute(order?.payment?.chargeId ?? '', 'general', { dueInSeconds });
      await world().settle();
      return { params: { tag }, body: { requestId: 'request-dispute', text: 'It left here in one piece.' } };
    },
  };
}
