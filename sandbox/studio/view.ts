import { people } from '../people.ts';
import type { World } from '../world.ts';
import { extensionViews, viewQuery } from '../twitch/extension-views.ts';
import { viewDiscord } from './discord-view.ts';
import { listFaults } from './faults.ts';
import type { ChannelState, MoneyMove, PersonState, StudioState } from './state.ts';
import { listTraffic } from './traffic.ts';

const linesMax = 80;
const movesMax = 40;
const parcelsMax = 40;

/** Everything the Studio shows, out of the world and what the core said last. Tokens and secrets of the world stay behind. */
export function viewWorld(world: World, core: StudioState['core'], shared: readonly string[]): StudioState {
  return {
    clock: { now: world.clock.now(), offsetMs: world.clock.offsetMs() },
    people: people.map(viewPerson),
    product: { origin: world.product.origin, ...world.product.state() },
    twitch: viewTwitch(world, shared),
    discord: viewDiscord(world),
    stripe: viewStripe(world),
    parcels: world.easypost.trackers().slice(0, parcelsMax).map(viewParcel),
    core,
    traffic: [...listTraffic(world)],
    faults: [...listFaults(world)],
  };
}

function viewPerson({ key, name, about, part, tier, guilds, twitch, discord }: (typeof people)[number]): PersonState {
  return { key, name, about, part, tier, guilds: [...guilds], twitch, discord };
}

function viewParcel({ tracking_code: number, carrier, status }: ReturnType<World['easypost']['trackers']>[number]) {
  return { number, carrier, status };
}

function viewTwitch({ twitch }: World, shared: readonly string[]): StudioState['twitch'] {
  const { model } = twitch;
  const channels = people.flatMap(({ twitch: account, name }): ChannelState[] => {
    const channel = account && model.channels.find(account.id);
    if (!account || !channel) return [];
    const lines = model.chat
      .lines(account.id)
      .slice(-linesMax)
      .map((line) => ({
        id: line.id,
        userId: line.userId,
        name: model.user(line.userId)?.displayName ?? 'somebody',
        text: line.text,
        badges: [...line.badges],
        at: line.at,
        from:
          line.source === null || line.source.channelId === account.id
            ? null
            : (model.user(line.source.channelId)?.displayName ?? 'another channel'),
      }));
    const { title, category, live, keepsVideos } = channel;
    const liveSince = live ? Date.parse(live.startedAt) : null;
    const segments = model.extension
      .configurationOf(account.id)
      .map(({ segment, version, content }) => ({ segment, version, content }));
    const known = { userId: account.id, login: account.login, name };
    const recordings = model.recordings.videos().filter((video) => video.userId === account.id).length;
    const consent = model.tokens.hasGranted(model.clientId, account.id)
      ? [...model.tokens.scopesGranted(model.clientId, account.id)]
      : null;
    const shown = { title, category: category.name, liveSince, keepsVideos, recordings, consent, lines, segments };
    return [{ ...known, ...shown }];
  });
  const addressOf = (view: keyof StudioState['twitch']['views']) =>
    twitch.extensionUrl(extensionViews[view].page, viewQuery(view));
  const views = {
    panel: addressOf('panel'),
    video_overlay: addressOf('video_overlay'),
    mobile: addressOf('mobile'),
    config: addressOf('config'),
    live_config: addressOf('live_config'),
  };
  return { channels, views, shared: [...shared] };
}

function viewStripe({ stripe }: World): StudioState['stripe'] {
  const summary = stripe.summary();
  const accountName = (id: string) => stripe.model.accounts.get(id)?.display_name ?? id;
  const moves: MoneyMove[] = [
    ...summary.charges.map((each) => ({
      ...move(each, 'charge', each.amount),
      who: each.billing_details.name ?? 'a buyer',
      group: each.transfer_group ?? null,
      note: each.status === 'succeeded' ? (each.disputed ? 'disputed' : 'paid') : 'declined',
    })),
    ...summary.refunds.map((each) => ({
      ...move(each, 'refund', each.amount),
      who: 'the buyer',
      group: null,
      note: each.status ?? '',
    })),
    ...summary.transfers.map((each) => ({
      ...move(each, 'transfer', each.amount),
      who: accountName(each.destination),
      group: each.transfer_group ?? null,
      note: each.amount_reversed > 0 ? 'reversed in part' : 'sent',
    })),
    ...summary.reversals.map((each) => ({
      ...move(each, 'reversal', each.amount),
      who: 'C500',
      group: null,
      note: '',
    })),
    ...summary.disputes.map((each) => ({
      ...move(each, 'dispute', each.amount),
      who: 'the bank',
      group: null,
      note: each.status,
    })),
  ];
  return {
    available: summary.available.map(({ currency, amountMinor }) => ({
      currency: currency.toUpperCase(),
      amountMinor,
    })),
    feesMinor: summary.fees.reduce((sum, each) => sum + each.amountMinor, 0),
    openSessions: summary.openSessions,
    deliveriesWaiting: summary.deliveriesWaiting,
    moves: moves.toSorted((a, b) => b.at - a.at).slice(0, movesMax),
  };
}

function move(object: { id: string; currency: string; created: number }, what: MoneyMove['what'], amountMinor: number) {
  return { id: object.id, what, amountMinor, currency: object.currency.toUpperCase(), at: object.created * 1_000 };
}
