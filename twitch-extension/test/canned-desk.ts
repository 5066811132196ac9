import type { Route } from 'playwright-core';
import { buildSteps } from '#shared/build-steps.ts';
import { contract } from '#shared/api/contract.ts';
import { day, hour, minute } from '#shared/house-rules.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import type { ConnectionCheck, ConnectionView, DeskOrder, DeskView } from '#shared/schemas/desk.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { sayRefusal } from '#shared/text/say.ts';
import { arrangeBy } from '../src/desk/arrange.ts';
import { aDrop, coreNow, coreOrigin, kumo } from './canned-views.ts';
import { calledName, refusal } from './fake-core.ts';

/** Where the site is that asks for Twitch's consent. */
export const siteOrigin = 'https://c500.test';

export function aDeskOrder(part: Partial<DeskOrder> = {}): DeskOrder {
  const guild = part.guild ?? 'builder';
  return {
    tag: 'C5-2M9PTRA',
    title: 'Cloud 65, hand-lubed and tuned',
    guild,
    picture: { url: `${coreOrigin}/pictures/cloud65.svg`, alt: 'A pale pink 65% keyboard on a wooden desk' },
    buyerNickname: 'mori',
    specs: 'Aluminium 65%, gasket mount.\nHand-lubed linears, long springs.\nKeycaps: Milk Tea.',
    fulfilment: 'paid',
    build: {
      steps: buildSteps[guild].map((key) => ({ key, doneAt: null })),
      notes: [],
      photos: [],
      finishedAt: null,
    },
    progress: null,
    certifiedBuild: false,
    proofDueAt: coreNow + 9 * day,
    shares: [
      { nickname: 'Kumo', part: 0.8, amount: { amountMinor: 336_00, currency: 'USD' } },
      { nickname: 'luna_streams', part: 0.2, amount: { amountMinor: 81_00, currency: 'USD' } },
    ],
    waitsFor: 'proof',
    releaseAt: null,
    actions: ['put-on-bench', 'work', 'finish'],
    ...part,
  };
}

/** The same order while it is being built: some steps ticked off, some minutes earned. */
export function anOrderOnBench(part: Partial<DeskOrder> = {}): DeskOrder {
  const order = aDeskOrder({ tag: 'C5-7K3QF2M', buyerNickname: 'nova', fulfilment: 'building' });
  return {
    ...order,
    build: {
      ...order.build,
      steps: order.build.steps.map((step, index) => (index < 3 ? { ...step, doneAt: coreNow - 5 * minute } : step)),
      notes: [{ text: 'Springs are swapped for the long ones, as you asked.', at: coreNow - 4 * minute }],
      photos: [
        {
          picture: { url: `${coreOrigin}/pictures/bench.svg`, alt: 'A photo of the bench' },
          at: coreNow - 3 * minute,
        },
      ],
    },
    progress: { since: coreNow - 7 * minute, earnedMs: 6.4 * minute, neededMs: 10 * minute, sharedBy: 1 },
    actions: ['take-off-bench', 'work', 'finish'],
    ...part,
  };
}

export function aDesk(part: Partial<DeskView> = {}): DeskView {
  return {
    revision: 'd1',
    now: coreNow,
    asOf: coreNow,
    builder: kumo,
    live: { since: coreNow - 40 * minute, title: 'Quiet 65% build, tea and rain' },
    bench: [anOrderOnBench()],
    benchMax: 3,
    queue: [
      aDeskOrder(),
      aDeskOrder({
        tag: 'C5-X40HD1B',
        title: 'Pebble macropad, cast in sea-glass resin',
        guild: 'artisan',
        picture: { url: `${coreOrigin}/pictures/pebble.svg`, alt: 'A small macropad with six round keys' },
        buyerNickname: 'pip',
        proofDueAt: coreNow - 1 * day,
      }),
      aDeskOrder({
        tag: 'C5-P8W1NCE',
        title: 'Moss 40, restored terminal switches',
        guild: 'vintage',
        buyerNickname: 'hana',
        proofDueAt: coreNow + 16 * day,
      }),
    ],
    doneToday: [
      anOrderOnBench({
        tag: 'C5-9WQJ6ZE',
        buyerNickname: 'fen',
        certifiedBuild: true,
        progress: null,
        waitsFor: 'cool-off',
        releaseAt: coreNow + 70 * hour,
        actions: [],
      }),
    ],
    drops: [
      aDrop({ waiting: 2 }),
      aDrop({
        id: 'drp_pebble',
        title: 'Pebble macropad',
        guild: 'artisan',
        status: 'paused',
        units: { total: 5, left: 1 },
      }),
    ],
    chatAnswers: true,
    ...part,
  };
}

type CheckStates = Partial<Record<ConnectionCheck['key'], ConnectionCheck['state']>>;

/** The checks of a channel in their order, done unless said otherwise. */
export function checksOf(states: CheckStates = {}, missing: readonly string[] = []): ConnectionCheck[] {
  const keys = ['builder', 'consent', 'scopes', 'notifications', 'chat', 'recordings'] as const;
  return keys.map((key) => {
    const state = states[key] ?? 'done';
    return { key, state, missing: state === 'missing' ? [...missing] : [] };
  });
}

/** A channel that is connected and complete. */
export function aConnection(part: Partial<ConnectionView> = {}): ConnectionView {
  return {
    login: 'kumo_live',
    builder: kumo,
    connectedAt: Date.now() - 3 * day,
    endedWhy: null,
    checks: checksOf(),
    next: null,
    connectUrl: `${siteOrigin}/connect/fresh-link-1`,
    ...part,
  };
}

/** A certified builder's channel that was never connected. */
export function anUnconnected(part: Partial<ConnectionView> = {}): ConnectionView {
  const waiting = {
    consent: 'missing',
    scopes: 'missing',
    notifications: 'missing',
    chat: 'missing',
    recordings: 'unknown',
  } as const;
  return aConnection({ login: null, connectedAt: null, checks: checksOf(waiting), next: 'consent', ...part });
}

type Call = keyof typeof contract;
type Answer = { readonly status: number; readonly body: unknown };
type Heard = { readonly name: Call; readonly path: string; readonly body: unknown };

/**
 * A core for the builder's pages. It keeps a desk and changes it as the real one would, roughly; each answer passes the contract's own
 * schema first.
 */
export class FakeDeskCore {
  desk: DeskView = aDesk();
  connection: ConnectionView = aConnection();
  /** Why a call is refused, by its name. */
  readonly refuses: Partial<Record<Call, RefusalCode>> = {};
  /** What becomes of a tag that is put on the bench; counted unless said. */
  sighting: Partial<SightingOutcome> | RefusalCode = {};
  /** A desk that is sent as it is, past the schema: what a core with a fault might say. */
  unchecked: unknown = null;
  isReachable = true;
  readonly calls: Heard[] = [];
  private held: (() => void)[] | null = null;

  count(name: Call): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  /** What was sent with each call of a name. */
  bodies(name: Call): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ body }) => body);
  }

  holdAnswers(): void {
    this.held = [];
  }

  letGo(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const go of held) go();
  }

  /** Answers one request of the page, preflights included. */
  async answer(route: Route): Promise<void> {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-allow-methods': '*',
    };
    if (path.startsWith('/pictures/')) return route.fulfill({ contentType: 'image/svg+xml', body: drawnBoard });
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
    const name = calledName(request.method(), path);
    if (!this.isReachable || name === undefined) return route.abort('connectionrefused');
    const body: unknown = request.postData() === null ? null : request.postDataJSON();
    this.calls.push({ name, path, body });
    const { status, body: answered } = this.reply(name, path, body);
    if (this.held) await new Promise<void>((go) => this.held?.push(go));
    const isChecked = status < 400 && answered !== this.unchecked;
    await route.fulfill({
      status,
      contentType: status < 400 ? 'application/json' : 'application/problem+json',
      headers,
      body: JSON.stringify(isChecked ? contract[name].response.parse(answered) : answered),
    });
  }

  private reply(name: Call, path: string, body: unknown): Answer {
    const code = this.refuses[name];
    if (code !== undefined) return refusal(code);
    const [tag = '', , step = ''] = path.split('/').slice(4);
    const sent: { readonly [key: string]: unknown } = typeof body === 'object' && body !== null ? { ...body } : {};
    switch (name) {
      case 'getConnection':
        return { status: 200, body: this.connection };
      case 'endConnection':
        this.connection = anUnconnected({ endedWhy: 'unlinked', login: 'kumo_live' });
        return { status: 200, body: this.connection };
      case 'getDesk':
        return { status: 200, body: this.unchecked ?? this.desk };
      case 'putOnBench':
        return this.putOnBench(String(sent['tag']));
      case 'takeOffBench':
        return this.move(tag, (order) => ({
          queue: [{ ...order, actions: aDeskOrder().actions }, ...this.desk.queue],
        }));
      case 'finishBuild':
        return this.move(tag, (order) => ({ doneToday: [{ ...order, actions: [] }, ...this.desk.doneToday] }));
      case 'arrangeQueue':
        return this.change({ queue: [...arrangeBy(this.desk.queue, Array.isArray(sent['tags']) ? sent['tags'] : [])] });
      case 'tickStep':
        return this.work(tag, ({ build }) => ({
          ...build,
          steps: build.steps.map((each) =>
            each.key === step ? { ...each, doneAt: sent['done'] === true ? coreNow : null } : each,
          ),
        }));
      case 'addNote':
        return this.work(tag, ({ build }) => ({
          ...build,
          notes: [...build.notes, { text: String(sent['text']), at: coreNow }],
        }));
      case 'addPhoto':
        return this.work(tag, ({ build }) => ({
          ...build,
          photos: [
            ...build.photos,
            { picture: { url: `${coreOrigin}/pictures/new.svg`, alt: 'A photo' }, at: coreNow },
          ],
        }));
      case 'setDropStatus':
        return this.setDrop(tag, sent['status']);
      case 'setChatAnswers':
        return this.change({ chatAnswers: sent['answers'] === true });
      default:
        return refusal('not-found');
    }
  }

  private change(part: Partial<DeskView>): Answer {
    this.desk = { ...this.desk, ...part, revision: `${this.desk.revision}+` };
    return { status: 200, body: { desk: this.desk } };
  }

  private work(tag: string, change: (order: DeskOrder) => DeskOrder['build']): Answer {
    const each = (order: DeskOrder) => (order.tag === tag ? { ...order, build: change(order) } : order);
    return this.change({ bench: this.desk.bench.map(each), queue: this.desk.queue.map(each) });
  }

  private move(tag: string, place: (order: DeskOrder) => Partial<DeskView>): Answer {
    const { bench, queue } = this.desk;
    const order = [...bench, ...queue].find((each) => each.tag === tag);
    if (!order) return refusal('not-found');
    const isOther = (each: DeskOrder) => each.tag !== tag;
    return this.change({ bench: bench.filter(isOther), queue: queue.filter(isOther), ...place(order) });
  }

  private setDrop(dropId: string, status: unknown): Answer {
    const drops = this.desk.drops.flatMap((drop) => {
      if (drop.id !== dropId) return [drop];
      return status === 'closed'
        ? []
        : [{ ...drop, status: status === 'open' ? ('open' as const) : ('paused' as const) }];
    });
    return this.change({ drops });
  }

  private putOnBench(tag: string): Answer {
    const { sighting } = this;
    if (typeof sighting === 'string') {
      const { sentence } = sayRefusal({ code: sighting });
      return { status: 200, body: { desk: this.desk, sighting: { tag, counted: false, code: sighting, sentence } } };
    }
    const sentence = `${tag} is on the bench.`;
    const progress = { since: coreNow, earnedMs: 0, neededMs: 10 * minute, sharedBy: this.desk.bench.length + 1 };
    this.move(tag, (order) => ({
      bench: [...this.desk.bench, { ...order, progress, actions: anOrderOnBench().actions }],
    }));
    return { status: 200, body: { desk: this.desk, sighting: { tag, counted: true, code: null, sentence } } };
  }
}

/** A keyboard, drawn in a few strokes. */
const drawnBoard =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="#d9b79b"/>' +
  '<rect x="16" y="52" width="168" height="96" rx="14" fill="#f2b8c6"/>' +
  '<path d="M30 72h140M30 98h140M30 124h140" stroke="#fffdf0" stroke-width="18" stroke-dasharray="18 6"/></svg>';
