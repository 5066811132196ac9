import { createClient, type Client } from '#shared/api/client.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { people, personCalled } from '../../sandbox/people.ts';
import { connectBuilders, seedCore } from '../../sandbox/product/seed.ts';
import type { TwitchStandIn } from '../../sandbox/twitch/server.ts';
import { createApp, systemClock, type App } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import { startOutside, type Outside, type WorldOptions } from './outside.ts';

/** A clock that tests move. Chance stays the machine's. */
export type TestClock = Clock & { advance(ms: number): void };

/** The real core over real HTTP on a database of its own, with the sandbox's Stripe and Twitch outside. */
export type TestWorld = Outside & {
  readonly clock: TestClock;
  app(): App;
  /** The API as the bot calls it for a person of Discord. */
  onDiscord(key: string): Client;
  /** The API as the panel in a builder's channel calls it for a person of Twitch. */
  inPanel(key: string, channelOf: string, options?: { readonly shared?: boolean }): Client;
  readonly bot: Client;
  readonly operator: Client;
  /** Waits until webhooks, effects and deadlines have nothing left to do. */
  settle(): Promise<void>;
  /** Moves C500's clock and lets everything that falls due happen. */
  pass(ms: number): Promise<void>;
  /** Ends the core and starts another on the same database. */
  restart(): Promise<void>;
};

const environmentName = 'TWURPLE_MOCK_API_PORT';

/** Starts a world with everybody of the sandbox in it. */
export async function startWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const clock = testClock();
  const outside = await startOutside(options, clock.now);
  const { stripe, easypost, twitch, discord, credentials, site, accounts, environment } = outside;
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const config = read.config;
  process.env[environmentName] = environment[environmentName];
  let commits = 0;
  const open = async () => {
    const opened = await createApp(config, { clock });
    opened.core.store.onCommit(() => void commits++);
    return opened;
  };
  let app = await open();
  await seedCore(app.core, accounts);
  await connectBuilders(app.core);
  await app.start();
  await subscribed(twitch);

  const settle = async () => {
    for (let round = 0, before = -1; round < 3 && before !== commits; round++) {
      before = commits;
      // What a fault holds back never arrives by waiting for it.
      await Promise.all([
        stripe.faults.webhookHeld ? undefined : stripe.settled(),
        easypost?.settled(),
        twitch.faults.eventsubHeld || twitch.faults.down ? undefined : twitch.settled(),
      ]);
      await app.worker.idle();
    }
  };
  return {
    stripe,
    easypost,
    twitch,
    discord,
    clock,
    credentials,
    site,
    accounts,
    environment,
    app: () => app,
    ...openDoors(outside),
    settle,
    async pass(ms) {
      clock.advance(ms);
      app.worker.wake();
      await settle();
    },
    async restart() {
      await app.stop();
      // Clients of this process must notice that their connections were ended before they use one again.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      app = await open();
      await app.start();
    },
    async close() {
      await app.stop();
      await outside.close();
    },
  };
}

/** The doors of a core by their clients, whichever process it runs in. */
export function openDoors(
  outside: Pick<Outside, 'credentials' | 'site' | 'twitch'>,
): Pick<TestWorld, 'onDiscord' | 'inPanel' | 'bot' | 'operator'> {
  const { credentials, site, twitch } = outside;
  const client = (headers: Record<string, string>): Client => createClient({ baseUrl: site, headers: () => headers });
  return {
    onDiscord: (key) =>
      client({
        authorization: `Bearer ${credentials.botServiceToken}`,
        'x-c500-acting': `discord:${personCalled(key).discord?.id}`,
        'x-c500-handle': key,
      }),
    inPanel: (key, channelOf, { shared = true } = {}) =>
      client({ authorization: `Bearer ${viewerToken(twitch, key, channelOf, shared)}` }),
    bot: client({ authorization: `Bearer ${credentials.botServiceToken}` }),
    operator: client({ authorization: `Bearer ${credentials.operatorToken}` }),
  };
}

/** The extension token of a person in a builder's channel. */
export function viewerToken(twitch: TwitchStandIn, key: string, channelOf: string, shared: boolean): string {
  const userId = personCalled(key).twitch?.id ?? null;
  return twitch.extensionToken({
    channelId: personCalled(channelOf).twitch?.id ?? '',
    userId,
    opaqueId: `U${key}`,
    shared,
    role: key === channelOf ? 'broadcaster' : 'viewer',
  });
}

type Visit = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | FormData;
};

/** A browser on the website: keeps cookies, follows no redirects by itself, and knows how to send a form of ours. */
export function browser(site: string) {
  const jar = new Map<string, string>();
  const visit = async (path: string, init: Visit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, site), {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  /** Visits a page and goes where it leads, as long as that is our own site. */
  const open = async (path: string): Promise<Response> => {
    let response = await visit(path);
    for (let hops = 0; response.status === 303 && hops < 4; hops++)
      response = await visit(response.headers.get('location') ?? '/');
    return response;
  };
  return {
    visit,
    open,
    /** Opens a page, takes its csrf, and sends a form. */
    async send(page: string, action: string, fields: Record<string, string>): Promise<Response> {
      const opened = await open(page);
      // Nobody sends a form that they were not shown.
      if (opened.status >= 500) return opened;
      const csrf = /name="csrf" value="([^"]+)"/.exec(await opened.text())?.[1] ?? '';
      return visit(action, {
        method: 'POST',
        headers: { origin: site },
        body: new URLSearchParams({ csrf, ...fields }),
      });
    },
  };
}

/** A browser of the website, with the cookies of one visitor. */
export type Browser = ReturnType<typeof browser>;

/** Signs a person in with Twitch, as the website's button does. Gives the browser, and where it was led in the end. */
export async function signIn(
  world: TestWorld,
  key: string,
  next = '/',
  person: Browser = browser(world.site),
): Promise<{ readonly person: Browser; readonly landed: string }> {
  const asked = await person.visit(`/sign-in/twitch?next=${encodeURIComponent(next)}`);
  const consent = new URL(asked.headers.get('location') ?? '');
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  const agreed = await fetch(consent, { redirect: 'manual' });
  const back = await person.visit(agreed.headers.get('location') ?? '');
  return { person, landed: back.headers.get('location') ?? '' };
}

/** Presses Pay for a claim in a new browser and answers the address of Stripe's page. */
export async function pressPay(
  world: Pick<TestWorld, 'site'>,
  order: OrderView,
  country = 'US',
  person = browser(world.site),
): Promise<string> {
  const page = `/pay/${order.claim?.payCode ?? ''}`;
  const response = await person.send(page, '/pay/checkout', { tag: order.tag, country });
  return response.headers.get('location') ?? `no checkout: ${response.status} ${await response.text()}`;
}

/** The Checkout Session that Stripe's page shows. */
export function sessionOf(checkoutUrl: string): string {
  return new URL(checkoutUrl).pathname.split('/').at(-1) ?? '';
}

/** Pays for a claim with a card that works. */
export async function pay(
  world: Pick<TestWorld, 'site' | 'stripe' | 'settle'>,
  order: OrderView,
  card = '4242424242424242',
): Promise<void> {
  const sessionId = sessionOf(await pressPay(world, order));
  world.stripe.completeSession(sessionId, { number: card, expiry: '12 / 34', cvc: '123' });
  await world.settle();
}

function testClock(): TestClock {
  let offset = 0;
  return { ...systemClock, now: () => Date.now() + offset, advance: (ms) => void (offset += ms) };
}

/** Resolves once Twitch has verified the subscriptions of every builder's channel, and the one that is for all of them. */
async function subscribed(twitch: TwitchStandIn): Promise<void> {
  const wanted = people.filter((person) => person.part === 'builder').length * 3 + 1;
  const enabled = () =>
    twitch.model.subscriptions.list().filter((subscription) => subscription.status === 'enabled').length;
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`only ${enabled()} of ${wanted} subscriptions were made`)), 10_000);
    const look = () => {
      if (enabled() < wanted) return;
      clearTimeout(limit);
      stop();
      resolve();
    };
    const stop = twitch.onChange(look);
    look();
  });
}
