import { describe, expect, test } from '@jest/globals';
import type { OrderView } from '#shared/schemas/order.ts';
import { dropFixture, orderFixture } from '../../core-fixture.ts';
import type { ButtonState, MessageState } from '../../message-state.ts';
import type { StudioState } from '../../state.ts';
import type { View } from '../address.ts';
import { beginMemory, currentStep, findGuideOrder, readSteps, type GuideMemory } from './guide-steps.ts';

const people = ['kumo', 'mori'].map((key, index) => ({
  key,
  name: key,
  about: '',
  part: 'buyer',
  tier: null,
  guilds: [],
  twitch: { id: `1000${index}`, login: key },
  discord: { id: `2000${index}`, username: key },
}));
const view: View = {
  twitch: 'mori',
  discord: 'kumo',
  watch: 'kumo',
  channel: '',
  community: '',
  activity: '',
  order: '',
  tab: 'twitch',
  show: 'panel',
  focus: '',
  theme: 'auto',
  panel: 'dark',
  guide: '',
};

function world(core: Partial<StudioState['core']> = {}, liveSince: number | null = null): StudioState {
  const kumo = {
    userId: '10000',
    login: 'kumo',
    name: 'Kumo',
    title: '',
    category: '',
    liveSince,
    keepsVideos: true,
    recordings: 0,
    consent: null,
    lines: [],
    segments: [],
  };
  return {
    clock: { now: 0, offsetMs: 0 },
    people,
    product: { origin: '', core: 'running', bot: 'running' },
    twitch: {
      channels: [kumo],
      views: { panel: '', video_overlay: '', mobile: '', config: '', live_config: '' },
      shared: [],
    },
    discord: {
      communities: [],
      buildsChannelId: '',
      botId: '',
      users: [],
      places: [],
      messages: [],
      forms: [],
      commands: [],
      offers: [],
      usage: { calls: 0, limited: 0, busiestSecond: 0 },
      activities: [],
    },
    stripe: { available: [], feesMinor: 0, openSessions: 0, deliveriesWaiting: 0, moves: [] },
    parcels: [],
    core: { answers: true, orders: [], drops: [dropFixture()], money: null, sightings: [], inHand: null, ...core },
    traffic: [],
    faults: [],
  };
}

const letter: MessageState = {
  ...{ id: '1', channelId: '1', authorId: '1', content: '', embeds: [], attachments: [], parts: [] },
  ...{ at: 0, edited: false, thinking: false, visibleTo: null, cause: null },
};
const memory = beginMemory(world());
const drops = [dropFixture(), dropFixture({ id: 'drp_new', title: 'A new board' })];

function order(changes: Partial<OrderView> = {}): OrderView {
  const vault = null;
  const timeline = [{ event: 'claimed', at: 5, params: {} }];
  return orderFixture({
    tag: 'C5-1111111',
    dropId: 'drp_new',
    fulfilment: 'reserved',
    vault,
    proofs: [],
    timeline,
    ...changes,
  });
}

function at(state: StudioState, seen: View = view, held: GuideMemory = memory) {
  const steps = readSteps(state, seen, held, false);
  const index = currentStep(steps, held);
  const step = steps[index];
  return { index, where: step?.where, hands: step?.hands ?? [], money: steps[index - 1]?.money };
}

const held = { ...orderFixture().vault, heldMinor: 475_00, releasedMinor: 0, chargedMinor: 475_00 };

function vault(changes: Partial<NonNullable<OrderView['vault']>> = {}): NonNullable<OrderView['vault']> {
  const full = orderFixture().vault;
  if (!full) throw new Error('the fixture has no vault');
  return { ...full, ...held, waitsFor: 'proof', ...changes };
}

describe('the guide judges each step by the world', () => {
  test('what was there before it began is not its doing', () => {
    expect(at(world())).toMatchObject({ index: 0, where: 'composer' });
    expect(at(world(), { ...view, discord: 'mori' }).where).toBe('discord-person');
    const kumo = people.find(({ key }) => key === 'kumo')?.discord?.id ?? '';
    const post: ButtonState = {
      ...{ kind: 'button', label: 'Post it', style: 3 },
      ...{ customId: 'post:1', url: null, disabled: false },
    };
    const preview: MessageState = { ...letter, visibleTo: kumo, parts: [{ kind: 'row', items: [post] }] };
    const previewed = (message: MessageState) => ({ ...world(), discord: { ...world().discord, messages: [message] } });
    expect(at(previewed(preview)).where).toBe('preview');
    expect(at(previewed({ ...preview, visibleTo: 'mori' })).where).toBe('composer');
  });

  test('a new drop ends the first step, and no money has moved', () => {
    expect(at(world({ drops }))).toMatchObject({ index: 1, where: 'panel' });
    expect(at(world({ drops })).money).toContain('Nothing has moved yet');
  });

  test('a claim ends the second, a payment the third, and the sums are said', () => {
    expect(at(world({ drops, orders: [order()] })).index).toBe(2);
    const paid = at(world({ drops, orders: [order({ fulfilment: 'paid', vault: vault() })] }), {
      ...view,
      twitch: 'kumo',
    });
    expect(paid).toMatchObject({ index: 3, where: 'go-live' });
    expect(paid.money).toContain('$475.00 left Mori’s card and waits in the Vault');
  });

  test('while live it points at the chat, and a tag that was heard ends the fourth', () => {
    const paid = order({ fulfilment: 'paid', vault: vault() });
    expect(at(world({ drops, orders: [paid] }, 1), { ...view, twitch: 'kumo' }).where).toBe('chat');
    const bench = { ...paid, bench: { since: 1, earnedMs: 0, neededMs: 600_000, sharedBy: 1 } };
    expect(at(world({ drops, orders: [bench] }, 1))).toMatchObject({ index: 4, where: 'clock' });
  });

  test('while live it points at the desk where the builder has it open, and offers it where not', () => {
    const paid = order({ fulfilment: 'paid', vault: vault() });
    const live = world({ drops, orders: [paid] }, 1);
    const kumo = { ...view, twitch: 'kumo' };
    const labels = (now: View) => at(live, now).hands.map(({ label }) => label);
    expect(labels(kumo)).toContain('Use the live desk instead');
    expect(at(live, { ...kumo, show: 'desk' }).where).toBe('desk');
    expect(labels({ ...kumo, show: 'desk' })).not.toContain('Use the live desk instead');
  });

  test('whoever looks at something else than the panel is led back to it', () => {
    expect(at(world({ drops }), view).where).toBe('panel');
    const away = at(world({ drops }), { ...view, show: 'overlay' });
    expect([away.where, away.hands]).toEqual([
      'twitch-person',
      [expect.objectContaining({ to: expect.objectContaining({ show: 'panel' }) })],
    ]);
  });

  test('the release ends the fifth, and having looked ends the story', () => {
    const released = order({
      vault: vault({ heldMinor: 0, releasedMinor: 475_00 }),
      proofs: [{ kind: 'stream', at: 1, link: null, moment: null }],
    });
    const state = world({ drops, orders: [released] });
    expect(at(state)).toMatchObject({ index: 5, where: 'river' });
    expect(at(state).money).toContain('$475.00');
    expect(at(state, view, { ...memory, hasSeenOrder: true }).index).toBe(6);
  });

  test('a claim that came to nothing is forgotten, and a skipped step is passed', () => {
    expect(findGuideOrder(world({ drops, orders: [order({ fulfilment: 'expired' })] }), memory)).toBeUndefined();
    expect(at(world(), view, { ...memory, skipped: [0, 1] }).index).toBe(2);
  });
});
