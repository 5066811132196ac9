import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { StudioState } from '../../state.ts';
import type { View } from '../address.ts';
import { sayTime } from '../times.ts';

/** What the guide remembers between visits. `known…` is what there was when it began, so that only news count as done. */
export type GuideMemory = {
  readonly isOpen: boolean;
  readonly skipped: readonly number[];
  readonly knownDrops: readonly string[];
  readonly knownOrders: readonly string[];
  readonly hasSeenOrder: boolean;
};

/** The parts of the page that a step can point at. */
export type Spot =
  | 'discord-person'
  | 'composer'
  | 'form'
  | 'preview'
  | 'twitch-person'
  | 'panel'
  | 'desk'
  | 'go-live'
  | 'chat'
  | 'clock'
  | 'river'
  | 'nowhere';

/** What is put into the composer or the chat box, to be sent by hand. */
export type Draft = { readonly command: true } | { readonly chat: string };

/** Something the guide does for people, so that they need not type it. */
export type Hand =
  | { readonly does: 'go'; readonly label: string; readonly to: Partial<View>; readonly draft?: Draft }
  | { readonly does: 'write-tag'; readonly label: string; readonly tag: string }
  | { readonly does: 'advance'; readonly label: string; readonly ms: number }
  | { readonly does: 'open'; readonly label: string; readonly url: string };

/** One step as it stands now. `money` says what it meant for the money, once it is done. */
export type GuideStep = {
  readonly title: string;
  readonly text: string;
  readonly where: Spot;
  readonly hands: readonly Hand[];
  readonly isDone: boolean;
  readonly money: string;
};

/** What there is before the guide begins. */
export function beginMemory(state: StudioState): GuideMemory {
  return {
    isOpen: true,
    skipped: [],
    knownDrops: state.core.drops.map(({ id }) => id),
    knownOrders: state.core.orders.map(({ tag }) => tag),
    hasSeenOrder: false,
  };
}

/** The order that the guide follows: the newest one made since it began that has not come to nothing. */
export function findGuideOrder(state: StudioState, memory: GuideMemory): OrderView | undefined {
  const drop = findGuideDrop(state, memory);
  const fresh = state.core.orders
    .filter(({ tag }) => !memory.knownOrders.includes(tag))
    .filter(({ fulfilment }) => fulfilment !== 'expired' && fulfilment !== 'cancelled')
    .toSorted((a, b) => (b.timeline[0]?.at ?? 0) - (a.timeline[0]?.at ?? 0));
  return fresh.find(({ dropId }) => dropId === drop?.id) ?? fresh[0];
}

function findGuideDrop(state: StudioState, memory: GuideMemory) {
  return state.core.drops.find(({ id }) => !memory.knownDrops.includes(id));
}

type Facts = {
  readonly state: StudioState;
  readonly view: View;
  readonly memory: GuideMemory;
  readonly hasForm: boolean;
  readonly drop: ReturnType<typeof findGuideDrop>;
  readonly order: OrderView | undefined;
};

const minute = 60_000;

/** The six steps, judged by what the world says. */
export function readSteps(state: StudioState, view: View, memory: GuideMemory, hasForm: boolean): readonly GuideStep[] {
  const facts: Facts = {
    state,
    view,
    memory,
    hasForm,
    drop: findGuideDrop(state, memory),
    order: findGuideOrder(state, memory),
  };
  return [listStep(facts), claimStep(facts), payStep(facts), proveStep(facts), releaseStep(facts), lookStep(facts)];
}

/** The first step that is neither done nor skipped; 6 when all are. */
export function currentStep(steps: readonly GuideStep[], memory: GuideMemory): number {
  const index = steps.findIndex((step, at) => !step.isDone && !memory.skipped.includes(at));
  return index === -1 ? steps.length : index;
}

/** Whether Kumo looks at a drop that is not posted yet. */
function hasPreview({ discord, people }: StudioState): boolean {
  const kumo = people.find(({ key }) => key === 'kumo')?.discord?.id;
  return discord.messages.some(
    ({ visibleTo, parts }) =>
      visibleTo !== null &&
      visibleTo === kumo &&
      parts.some(
        (part) => part.kind === 'row' && part.items.some(({ customId }) => customId?.startsWith('post:') ?? false),
      ),
  );
}

function listStep({ state, view, drop, hasForm }: Facts): GuideStep {
  const be: Hand = {
    does: 'go',
    label: 'Be Kumo, command ready',
    to: { discord: 'kumo', community: '', channel: '', tab: 'discord' },
    draft: { command: true },
  };
  const isPreviewed = view.discord === 'kumo' && hasPreview(state);
  const spot = hasForm ? 'form' : isPreviewed ? 'preview' : 'composer';
  const texts = {
    form: 'The form is open, and everything is filled in, picture included. Change what you like, then submit it.',
    preview: 'That is how the card will look, and only Kumo sees it so far. Post it.',
    composer:
      'Kumo builds keyboards. In Discord, send the command, and its form asks what it is, what it costs and how it looks.',
  };
  const price = drop?.price ? ` at ${formatMoney(drop.price)}` : '';
  return {
    title: 'List a drop',
    text: texts[spot],
    where: view.discord === 'kumo' ? spot : 'discord-person',
    hands: spot === 'composer' ? [be] : [],
    isDone: drop !== undefined,
    money: drop
      ? `Nothing has moved yet. “${drop.title}” is open with ${drop.units.left} of ${drop.units.total} units${price}.`
      : '',
  };
}

/** Whether Mori has the panel on screen, beside the player or on a phone. */
function isAtPanel({ twitch, show }: View): boolean {
  return twitch === 'mori' && (show === 'panel' || show === 'phone');
}

function claimStep({ view, order }: Facts): GuideStep {
  const isThere = view.watch === 'kumo' && isAtPanel(view);
  return {
    title: 'Claim it on Twitch',
    text: 'Mori watches Kumo’s channel. In the panel, claim the new drop; Twitch asks once whether to share who you are.',
    where: isThere ? 'panel' : 'twitch-person',
    hands: isThere
      ? []
      : [
          {
            does: 'go',
            label: 'Be Mori on Kumo’s channel',
            to: { twitch: 'mori', watch: 'kumo', show: 'panel', tab: 'twitch' },
          },
        ],
    isDone: order !== undefined,
    money: order
      ? `Still none. A claim only sets one unit aside${order.claim ? ` until ${sayTime(order.claim.endsAt)}` : ''}. Its tag is ${order.tag}.`
      : '',
  };
}

function payStep({ view, order }: Facts): GuideStep {
  const vault = order?.vault;
  const isPaid = (vault?.chargedMinor ?? 0) > 0;
  const payUrl = order?.claim?.payUrl;
  const say = (amountMinor: number) => formatMoney({ amountMinor, currency: vault?.currency ?? 'USD' });
  return {
    title: 'Pay at Stripe',
    text: 'Press Pay in the panel. It opens the payment page in a new tab; the simulated Stripe has a button that fills in a test card.',
    where: isAtPanel(view) ? 'panel' : 'twitch-person',
    hands: payUrl ? [{ does: 'open', label: 'Open the payment page', url: payUrl }] : [],
    isDone: isPaid,
    money:
      vault && isPaid
        ? `${say(vault.chargedMinor)} left Mori’s card and waits in the Vault. Kumo cannot have it yet.`
        : '',
  };
}

function proveStep({ state, view, order }: Facts): GuideStep {
  const isKumo = view.twitch === 'kumo' && view.watch === 'kumo';
  const kumo = state.people.find(({ key }) => key === 'kumo')?.twitch?.id;
  const isLive = state.twitch.channels.some(({ userId, liveSince }) => userId === kumo && liveSince !== null);
  const wasHeard =
    order?.timeline.some(({ event }) => event === 'put-on-bench' || event.startsWith('proof-counted')) ?? false;
  const be: Hand = {
    does: 'go',
    label: 'Be Kumo, tag ready',
    to: { twitch: 'kumo', watch: 'kumo', tab: 'twitch' },
    draft: { chat: order?.tag ?? '' },
  };
  const atDesk = view.show === 'desk';
  const write: Hand | null = order ? { does: 'write-tag', label: `Write ${order.tag} for me`, tag: order.tag } : null;
  const desk: Hand = { does: 'go', label: 'Use the live desk instead', to: { show: 'desk', tab: 'twitch' } };
  return {
    title: 'Build it live',
    text: 'Go live as Kumo, then type the order’s tag in the chat, or put it on the bench at the live desk. Only the broadcaster, only while live: that is what counts.',
    where: isKumo ? (isLive ? (atDesk ? 'desk' : 'chat') : 'go-live') : 'twitch-person',
    hands: isKumo ? (isLive && write ? [write, ...(atDesk ? [] : [desk])] : []) : [be],
    isDone: wasHeard || order?.bench != null || (order?.proofs.length ?? 0) > 0,
    money:
      'The tag was heard, and the order is on the bench. The money stays in the Vault until ten live minutes are earned.',
  };
}

function releaseStep({ order }: Facts): GuideStep {
  const vault = order?.vault;
  const isReleased = (vault?.releasedMinor ?? 0) > 0;
  const isCooling = vault?.waitsFor === 'cool-off';
  return {
    title: 'Let time pass',
    text: isCooling
      ? 'The proof counts. This builder is new or the amount is high, so the Vault waits three more days.'
      : 'Move C500’s clock. After ten live minutes on the bench the proof counts, and the Vault lets go.',
    where: 'clock',
    hands: [
      isCooling
        ? { does: 'advance', label: 'Move 3 days on', ms: 3 * 24 * 60 * minute }
        : { does: 'advance', label: 'Move 10 minutes on', ms: 10 * minute },
    ],
    isDone: isReleased,
    money:
      vault && isReleased
        ? `The Vault let go of ${formatMoney({ amountMinor: vault.releasedMinor, currency: vault.currency })}: to Kumo by transfer, and 10% of the price to C500.`
        : '',
  };
}

function lookStep({ memory, order }: Facts): GuideStep {
  return {
    title: 'See for yourself',
    text: 'Open the order’s own page, and look at the river: where every cent went, and Stripe’s books beside ours.',
    where: 'river',
    hands: order ? [{ does: 'open', label: 'Open the order page', url: order.orderUrl }] : [],
    isDone: memory.hasSeenOrder,
    money: 'Every cent is accounted for, in our ledger and at Stripe alike.',
  };
}
