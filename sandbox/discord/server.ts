import { createServer, type Server } from 'node:http';
import { joinActivity, leaveActivity } from './activities.ts';
import { type ByHand, openByHand } from './by-hand.ts';
import type { CommandOptions } from './command-invocation.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { createLimiter, discordLimits, type Limits } from './limits.ts';
import { createLinks, type Links } from './links.ts';
import { createManyCommunities, type CrowdCommunity } from './many-communities.ts';
import type { FormFile, FormInput } from './modal-submission.ts';
import {
  type Activity,
  type DiscordModel,
  type DiscordUser,
  dmChannelOf,
  type Message,
  messagesSeenBy,
} from './model.ts';
import { createOAuth, grantCode, type OAuth } from './oauth.ts';
import {
  autocomplete,
  type Hands,
  pressButton,
  runCommand,
  sayInChannel,
  submitModal,
  type Typing,
  type Where,
} from './people.ts';
import { chooseOptions, launch, useOnMessage, useOnPerson } from './people-menus.ts';
import { createRest, type Exchange, type Faults } from './rest.ts';
import { addCommunity, type CommunitySeed, createWorld } from './seed.ts';
import type { Seen } from './seen.ts';
import { newestId, restoreSnapshot, takeSnapshot } from './snapshot.ts';
import { createSources } from './sources.ts';
import { createWatch } from './watch.ts';

/** A running Discord: what it holds, what people do in it, and the trouble it can make. */
export type DiscordStandIn = {
  readonly port: number;
  /** REST is at `/api`, the CDN at `/cdn`, the consent page at `/oauth2/authorize` below this. */
  readonly origin: string;
  readonly model: DiscordModel;
  /** Calls the listener after every change; the function returned ends that. */
  onChange(listener: () => void): () => void;
  /** The shards of the gateway that are connected, each as often as it is. */
  gatewayShards(): readonly number[];
  /** Resolves once a bot has identified and is ready; at once when one is. */
  botReady(): Promise<void>;
  /** A person sends a slash command. These all reject with ImpossibleActionError where Discord's client would not let them. */
  runCommand(
    input: Where & { readonly name: string; readonly options: CommandOptions; readonly locale?: string },
  ): Promise<Seen>;
  /** A person types in an option of a slash command. */
  autocomplete(input: Typing): Promise<readonly { readonly name: string; readonly value: string | number }[]>;
  pressButton(input: { readonly userId: string; readonly messageId: string; readonly customId: string }): Promise<Seen>;
  /** A person chooses from a menu of a message, by value or id. */
  chooseOptions(input: {
    readonly userId: string;
    readonly messageId: string;
    readonly customId: string;
    readonly values: readonly string[];
  }): Promise<Seen>;
  /** A person submits an open form. With problems it stays open, and they see `form not complete`. */
  submitModal(input: FormInput & { readonly userId: string; readonly modalId: string }): Promise<Seen>;
  /** A person chooses an app's command in the menu of a message. */
  useOnMessage(input: { readonly userId: string; readonly messageId: string; readonly name: string }): Promise<Seen>;
  /** A person chooses an app's command in the menu of somebody. */
  useOnPerson(input: Where & { readonly targetId: string; readonly name: string }): Promise<Seen>;
  /** A person opens the app's activity from the launcher, by its entry command. */
  launch(where: Where): Promise<Seen>;
  sayInChannel(userId: string, channelId: string, text: string, files?: readonly FormFile[]): Message;
  /** The direct messages between the bot and a person, oldest first. */
  dmsOf(userId: string): readonly Message[];
  /** A channel as one person sees it, their ephemeral messages included, oldest first. */
  messagesSeenBy(userId: string, channelId: string): readonly Message[];
  /** What people and moderators do by hand, without the app. */
  readonly byHand: ByHand;
  setAcceptsDms(userId: string, accepts: boolean): void;
  /** A code such as the client hands to an activity, without a redirect. */
  grantCode(input: {
    readonly userId: string;
    readonly scopes: readonly string[];
    readonly codeChallenge?: string;
  }): string;
  /** A person opens the app's activity, or joins the one that runs in the channel. */
  joinActivity(where: Where): Activity;
  leaveActivity(userId: string, instanceId: string): void;
  /** Adds a community with the bot in it, as when an owner installs the app. */
  addCommunity(seed: CommunitySeed): void;
  /** Makes many communities with the bot in them, owned by one user. */
  createManyCommunities(count: number, ownerId: string): readonly CrowdCommunity[];
  /** Lets every link to a file that was given out so far die, as Discord's do after a day. */
  expireLinks(): void;
  /** Asks bots to reconnect and resume (op 7). */
  restartGateway(): void;
  /** Tells bots that their session is invalid (op 9), to be resumed or begun afresh. */
  invalidateSessions(resumable: boolean): void;
  /** Breaks every connection to the gateway. Sessions can be resumed unless `forgetSessions`. */
  dropGateway(options?: { readonly forgetSessions: boolean }): void;
  readonly faults: Faults;
  /** Everything but interactions in flight, as plain JSON. */
  snapshot(): unknown;
  close(): Promise<void>;
};

/** What a Discord begins with. */
export type DiscordOptions = {
  /** 0, the default, takes a free port. Always on 127.0.0.1. */
  readonly port?: number;
  readonly botToken: string;
  /** Also the bot's user id. */
  readonly applicationId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly users: readonly DiscordUser[];
  readonly communities: readonly CommunitySeed[];
  /** What `snapshot()` gave; wins over users and communities of the same ids. */
  readonly snapshot?: unknown;
  /** Milliseconds since 1970; the machine's clock unless set. */
  readonly now?: () => number;
  /** How long an app has for its first answer; 3000 ms as at Discord unless set. */
  readonly answerMs?: number;
  /** How long people look at "thinking…" before they turn away; 15 s unless set. */
  readonly finishMs?: number;
  /** What the gateway's HELLO asks for; 41250 ms unless set. */
  readonly heartbeatMs?: number;
  /** Privileged intents granted to the app, as a bit set; none unless set. */
  readonly privilegedIntents?: number;
  /** What the app's API may be used; Discord's own budgets unless set, null for none. */
  readonly limits?: Limits | null;
  /** Told of every API call that was carried out, with its answer. */
  readonly onExchange?: (exchange: Exchange) => void;
};

function createFaults(onDown: () => void): Faults {
  let down = false;
  return {
    get down() {
      return down;
    },
    set down(value: boolean) {
      down = value;
      if (down) onDown();
    },
    slowMs: 0,
    rateLimitNext: 0,
    failNext: [],
    gatewayDeaf: false,
    linksDead: false,
    intentsWithheld: false,
  };
}

type Listening = { readonly server: Server; readonly port: number; readonly origin: string };

async function listen(port: number): Promise<Listening> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address');
  return { server, port: address.port, origin: `http://127.0.0.1:${address.port}` };
}

type Parts = {
  readonly hands: Hands;
  readonly oauth: OAuth;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly listening: Listening;
  readonly links: Links;
};

/** What people do, bound to their hands. */
function bindPeople(hands: Hands) {
  const { world } = hands;
  return {
    runCommand: (input) => runCommand(hands, input),
    autocomplete: (input) => autocomplete(hands, input),
    pressButton: (input) => pressButton(hands, input),
    chooseOptions: (input) => chooseOptions(hands, input),
    submitModal: (input) => submitModal(hands, input),
    useOnMessage: (input) => useOnMessage(hands, input),
    useOnPerson: (input) => useOnPerson(hands, input),
    launch: (where) => launch(hands, where),
    sayInChannel: (...said) => sayInChannel(hands, ...said),
    dmsOf: (userId) => messagesSeenBy(world, userId, dmChannelOf(world, userId)?.id ?? ''),
    messagesSeenBy: (userId, channelId) => messagesSeenBy(world, userId, channelId),
    joinActivity: (where) => joinActivity(world, where),
    leaveActivity: (userId, instanceId) => leaveActivity(world, userId, instanceId),
  } satisfies Partial<DiscordStandIn>;
}

function assemble({ hands, oauth, gateway, faults, listening, links }: Parts): DiscordStandIn {
  const { world, watch } = hands;
  const byHand = openByHand(world);
  return {
    ...bindPeople(hands),
    port: listening.port,
    origin: listening.origin,
    model: world,
    faults,
    onChange: (listener) => watch.listen(() => listener()),
    gatewayShards: gateway.shards,
    botReady: async () => {
      await watch.until(() => gateway.isReady() || undefined, 2 ** 31 - 1);
    },
    grantCode: ({ userId, scopes, codeChallenge }) =>
      grantCode(oauth, userId, { scopes, challenge: codeChallenge ?? null, redirectUri: null }),
    byHand,
    setAcceptsDms: byHand.setAcceptsDms,
    addCommunity: (seed) => addCommunity(world, seed),
    createManyCommunities: (count, ownerId) => createManyCommunities(world, count, ownerId),
    expireLinks: links.expire,
    restartGateway: gateway.restart,
    invalidateSessions: gateway.invalidate,
    dropGateway: (how) => {
      if (how?.forgetSessions) gateway.forget();
      gateway.drop();
    },
    snapshot: () => takeSnapshot(world, oauth),
    close: async () => {
      watch.close();
      await gateway.close();
      const { promise, resolve } = Promise.withResolvers<void>();
      listening.server.close(() => resolve());
      listening.server.closeAllConnections();
      await promise;
    },
  };
}

/**
 * Starts a Discord on loopback: REST v10, gateway v10, OAuth2 and CDN.
 *
 * @throws Error when the port is taken, the snapshot is none, or the bot's token begins with "bot" or "bearer"
 */
export async function startDiscord(options: DiscordOptions): Promise<DiscordStandIn> {
  if (/^(bot|bearer)/i.test(options.botToken)) {
    // discord.js takes such a beginning for the name of the scheme and sends only the rest.
    throw new Error('a bot token must not begin with "bot" or "bearer"');
  }
  // Looked at before anything is opened, so that a bad snapshot leaves no server behind.
  const floor = newestId(options.snapshot);
  const listening = await listen(options.port ?? 0);
  const { server, origin } = listening;
  const { applicationId, users, botToken } = options;
  const watch = createWatch();
  const sources = createSources(options.now ?? Date.now, floor);
  const links = createLinks(origin, sources.now);
  const limiter = createLimiter(options.limits === undefined ? discordLimits : options.limits);
  const { traffic } = limiter;
  const world = createWorld({ applicationId, origin, users }, sources, watch.announce, { links, traffic });
  const oauth = createOAuth(world, options.clientSecret, options.redirectUris);
  if (options.snapshot !== undefined) restoreSnapshot(world, oauth, options.snapshot);
  for (const seed of options.communities) if (!world.communities.has(seed.id)) addCommunity(world, seed);

  const faults = createFaults(() => gateway.drop());
  const starts = { used: 0 };
  const gateway = openGateway(
    server,
    world,
    {
      botToken,
      heartbeatMs: options.heartbeatMs ?? 41_250,
      onIdentify: () => void (starts.used += 1),
      privilegedIntents: options.privilegedIntents ?? 0,
    },
    { isDown: () => faults.down, isDeaf: () => faults.gatewayDeaf, withholds: () => faults.intentsWithheld },
    () => watch.announce({ kind: 'other' }),
  );
  watch.listen(gateway.tell);
  const onExchange = options.onExchange ?? (() => undefined);
  server.on('request', createRest({ oauth, botToken, faults, links, limiter, starts, onExchange }));
  const patience = { answerMs: options.answerMs ?? 3000, finishMs: options.finishMs ?? 15_000 };
  const hands = { world, watch, patience, deliver: gateway.deliver };
  return assemble({ hands, oauth, gateway, faults, listening, links });
}
