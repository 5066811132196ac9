import { minute } from '#shared/house-rules.ts';
import { parseId, type DropId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Order, Role } from '../domain/order.ts';
import type { Command } from '../domain/order-commands.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { linkedChannels } from '../usecases/people/citizens.ts';
import { claimUnit } from '../usecases/orders/claim-unit.ts';
import type { Core } from '../usecases/work/core.ts';
import { lookAtBench } from '../usecases/streams/follow-channels.ts';
import { openDrop } from '../usecases/drops/manage-drops.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import { noticeView } from '../usecases/work/notice-view.ts';
import { ordersBefore } from '../usecases/orders/orders-page.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import { declareLive, declareShipment, recordSightings } from '../usecases/orders/prove-work.ts';
import type { KeptViews } from '../usecases/work/kept-views.ts';
import { passport } from '../usecases/people/passports.ts';
import { dropView, orderView, type Showing } from '../usecases/work/views.ts';
import { linesEverywhere } from '../usecases/drops/waitlist-everywhere.ts';
import type { Caller } from './auth.ts';
import { activityHandlers } from './activity-handlers.ts';
import type { ActivitySessions } from './activity-sessions.ts';
import { builderHandlers } from './builder-handlers.ts';
import { caseHandlers } from './case-handlers.ts';
import { chatHandlers } from './chat-handlers.ts';
import { communityHandlers } from './community-handlers.ts';
import { deskHandlers } from './desk-handlers.ts';
import { disputeHandlers } from './dispute-handlers.ts';
import type { ConnectTickets } from './connect.ts';
import { connectionHandlers } from './connection-handlers.ts';
import { draftOf } from './draft.ts';
import { houseHandlers } from './house-handlers.ts';
import { leaseHandlers } from './lease-handlers.ts';
import type { Live } from './live.ts';
import type { Handlers } from './mount.ts';
import { peopleHandlers } from './people-handlers.ts';
import type { PrivateLinks } from './private-links.ts';
import { granted, Refused } from './problems.ts';
import { raffleHandlers } from './raffle-handlers.ts';
import { solvencyHandlers } from './solvency.ts';
import { staffHandlers } from './staff-handlers.ts';
import { statementHandlers } from './statement-handlers.ts';
import { linesOf, waitlistHandlers } from './waitlist-handlers.ts';

/** The stories behind every endpoint. */
export function createHandlers(
  core: Core,
  live: Live,
  views: KeptViews,
  connectUrlFor: ConnectTickets,
  links: PrivateLinks,
  activity: ActivitySessions,
): Handlers {
  const showing = (caller: Caller): Showing => (caller.door === 'twitch' ? core.settings.twitchCheckout : 'link');
  const act = async (
    caller: Caller,
    tag: string,
    role: 'buyer' | 'builder',
    command: Command,
  ): Promise<{ order: OrderView }> => {
    const order = await ownOrder(core, caller, tag, role);
    const applied = granted(await applyCommand(core, order.id, command, role));
    return { order: await orderView(core, applied.order, role, showing(caller)) };
  };
  return {
    ...staffHandlers(core),
    ...solvencyHandlers(core),
    ...leaseHandlers(core),
    ...chatHandlers(core, views),
    ...deskHandlers(core, views),
    ...waitlistHandlers(core),
    ...raffleHandlers(core),
    ...connectionHandlers(core, connectUrlFor),
    ...communityHandlers(core),
    ...builderHandlers(core, links),
    ...houseHandlers(core),
    ...caseHandlers(core),
    ...peopleHandlers(core, links),
    ...statementHandlers(core),
    ...disputeHandlers(core),
    ...activityHandlers(core, views, activity),
    async listDrops(_, caller) {
      const drops = await core.store.openDrops(50);
      return { drops: await Promise.all(drops.map((drop) => dropView(core, drop, showing(caller)))) };
    },
    async getDrop({ params }, caller) {
      const drop = await core.store.get('drop', dropIdOf(params.dropId));
      if (!drop || drop.status === 'draft') throw new Refused({ code: 'not-found' });
      return dropView(core, drop, showing(caller));
    },
    getChannel: (_, caller) => views.channel(caller.viewer?.channelId ?? '', showing(caller)),
    async createDrop({ body }, caller) {
      const { drop } = granted(await openDrop(core, citizenOf(caller).id, draftOf(body)));
      return dropView(core, drop, showing(caller));
    },
    async keepPicture({ body }, caller) {
      const { id } = citizenOf(caller);
      const banned = await requireNotBanned(core, id);
      if (banned) throw new Refused(banned.refusal);
      // Whoever applies sends pictures by the bot, at Discord's pace. No page of ours takes any from strangers, who could fill a disk.
      const isTaken = caller.door === 'bot' || (await core.store.get('builder', id)) !== undefined;
      if (!isTaken) throw new Refused({ code: 'not-a-builder' });
      const name = await core.pictures.keep(Buffer.from(body.base64, 'base64'));
      if (!name) throw new Refused({ code: 'bad-picture' });
      return { name, url: core.pictures.url(name) };
    },
    async claimUnit({ params }, caller) {
      const citizen = citizenOf(caller);
      // A panel that may not lead to the payment page leaves the link in the buyer's messages.
      const tell = caller.door === 'twitch' && showing(caller) === 'code';
      const { order, facts } = granted(
        await claimUnit(core, dropIdOf(params.dropId), citizen.id, tell, {
          communityId: caller.communityId ?? null,
          instanceId: caller.session?.instanceId,
        }),
      );
      return orderView(core, order, 'buyer', showing(caller), facts);
    },
    getMe: (_, caller) => passport(core, citizenOf(caller), showing(caller)),
    async listMyOrders({ query }, caller) {
      const { id } = citizenOf(caller);
      // Lines before orders: a unit that is set aside in between is told as an order, and nobody is for a moment in neither.
      const channelId = caller.viewer?.channelId;
      const waits = channelId
        ? await linesOf(core, (await views.channel(channelId, showing(caller))).drops, id)
        : await linesEverywhere(core, id);
      const orders = await ordersBefore(core, id, query.before);
      const told = orders.map((order) => orderView(core, order, 'buyer', showing(caller)));
      return { orders: await Promise.all(told), waits };
    },
    async listMyQueue(_, caller) {
      const orders = await core.store.ordersInStates(citizenOf(caller).id, ['paid', 'building', 'shipped'], 25);
      return { orders: await Promise.all(orders.map((order) => orderView(core, order, 'builder', showing(caller)))) };
    },
    async getOrder({ params }, caller) {
      const { order, role } = await orderFor(core, caller, params.tag);
      return orderView(core, order, role, showing(caller));
    },
    cancelClaim: ({ params }, caller) => act(caller, params.tag, 'buyer', { type: 'cancel-claim' }),
    confirmDelivery: ({ params }, caller) => act(caller, params.tag, 'buyer', { type: 'confirm-delivery' }),
    askCancellation: ({ params }, caller) => act(caller, params.tag, 'buyer', { type: 'ask-cancellation' }),
    grantDays: ({ params }, caller) => act(caller, params.tag, 'buyer', { type: 'grant-days' }),
    async refundUnproven({ params }, caller) {
      const done = await act(caller, params.tag, 'buyer', { type: 'refund-unproven' });
      const { order } = await orderFor(core, caller, params.tag);
      await lookAtBench(core, order.builderId);
      return done;
    },
    async refundOrder({ params, body }, caller) {
      const done = await act(caller, params.tag, 'builder', { type: 'refund-order', reason: body.reason });
      await lookAtBench(core, citizenOf(caller).id);
      return done;
    },
    async declareShipment({ params, body }, caller) {
      const order = await ownOrder(core, caller, params.tag, 'builder');
      const applied = granted(await declareShipment(core, order.id, body.number));
      return { order: await orderView(core, applied.order, 'builder', showing(caller)) };
    },
    async declareLive({ body }, caller) {
      const { sightings } = granted(await declareLive(core, citizenOf(caller).id, body.text, body.requestId));
      return { sightings: [...sightings] };
    },
    async listChannels() {
      const channels = await linkedChannels(core, 500);
      return { channels: channels.map(({ id, login }) => ({ twitchId: id, login })) };
    },
    async recordChatLine({ body }) {
      const seen = {
        id: body.messageId,
        source: 'chat' as const,
        channelId: body.channelId,
        byTwitchId: body.chatterId,
        sourceChannelId: body.sourceChannelId,
        text: body.text,
      };
      return { sightings: [...(await recordSightings(core, seen))] };
    },
    async pullNotices({ body }) {
      const lease = () => core.store.leaseNotices(body.platform, core.clock.now(), core.clock.now() + minute, 20);
      let notices = await lease();
      if (notices.length === 0 && body.waitMs > 0) {
        // The wait begins before the second look, so that a notice kept between the two is not slept through.
        const news = live.untilNotices(body.waitMs);
        notices = await lease();
        if (notices.length === 0) {
          await news;
          notices = await lease();
        }
      }
      return { notices: await Promise.all(notices.map((notice) => noticeView(core, notice))) };
    },
    async settleNotice({ body }) {
      if (!(await core.store.settleNotice(body.id, body.outcome, body.reason)))
        throw new Refused({ code: 'not-found' });
      return {};
    },
  };
}

function dropIdOf(text: string): DropId {
  const id = parseId('drop', text);
  if (!id) throw new Refused({ code: 'not-found' });
  return id;
}

function citizenOf(caller: Caller): Citizen {
  if (!caller.citizen) throw new Refused({ code: 'not-signed-in' });
  return caller.citizen;
}

/** The order of a tag, for one of its two sides. A stranger learns nothing but that it is not theirs. */
export async function orderFor(
  core: Core,
  caller: Caller,
  tag: string,
): Promise<{ readonly order: Order; readonly role: Role }> {
  const parsed = parseTag(tag);
  const order = parsed && (await core.store.orderByTag(parsed));
  if (!order) throw new Refused({ code: 'not-found' });
  const role = sideOf(order, citizenOf(caller).id);
  if (!role) throw new Refused({ code: 'not-yours' });
  return { order, role };
}

async function ownOrder(core: Core, caller: Caller, tag: string, role: 'buyer' | 'builder'): Promise<Order> {
  const parsed = parseTag(tag);
  const order = parsed && (await core.store.orderByTag(parsed));
  if (!order) throw new Refused({ code: 'not-found' });
  if (sideOf(order, citizenOf(caller).id) !== role)
    throw new Refused({ code: role === 'builder' ? 'not-your-order' : 'not-yours' });
  return order;
}
