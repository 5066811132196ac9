import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { DiscordStandIn } from '../server.ts';
import { makeCertificate } from './certificate.ts';
import { answerClient, type ClientParts } from './client-routes.ts';
import { createActivityDesk } from './desk.ts';
import { answerProxy, upgradeProxy, type ProxyParts, type UrlMapping } from './proxy.ts';
import type { ProxyKeys } from './signing.ts';
import { createTickets } from './tickets.ts';

/** What the frame around an activity needs. */
export type ActivityHostOptions = {
  readonly discord: Pick<
    DiscordStandIn,
    'model' | 'origin' | 'grantCode' | 'joinActivity' | 'leaveActivity' | 'onChange'
  >;
  /** The folder with the built activity. */
  readonly distDir: string;
  /** The portal's URL mappings beside `/`, such as `/v1` to `http://127.0.0.1:5000/v1`. */
  readonly mappings: readonly UrlMapping[];
  /** Signs every request that it passes on, as the portal can be told to. */
  readonly keys?: ProxyKeys;
};

/** Discord's frame around an activity, on this machine. */
export type ActivityHost = {
  /** Where both hosts answer over TLS, with a certificate that nobody signed: browsers have to be told to ignore that. */
  readonly port: number;
  /** Leads a Chromium's `https://discord.com` and `https://*.discordsays.com` here, and nowhere else but to this machine. */
  readonly hostRules: string;
  /** The page around the activity for somebody in a channel; `query` such as `platform=mobile`. */
  clientUrl(
    where: { readonly userId: string; readonly communityId: string | null; readonly channelId: string },
    query?: string,
  ): string;
  /**
   * Answers the same page for another server of the sandbox, which then has to be `http://localhost:3333`: the SDK takes no other. The
   * activity itself is on `http://<application id>.<person>.localhost` of a port of the host's own. False where the address is none of the page's.
   */
  answerClient(request: IncomingMessage, response: ServerResponse): boolean;
  /** Breaks and mends somebody's network, as far as it leads through the proxy. */
  setNetwork(userId: string, isOn: boolean): void;
  close(): Promise<void>;
};

async function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}

/** The people whose network is broken, and the sockets that end with it. */
function createNetwork() {
  const offline = new Set<string>();
  const sockets = new Map<Duplex, string>();
  return {
    sockets,
    isOnline: (userId: string) => !offline.has(userId),
    onSocket: (userId: string, socket: Duplex) => {
      sockets.set(socket, userId);
      socket.on('close', () => sockets.delete(socket));
    },
    set(userId: string, isOn: boolean) {
      if (isOn) return void offline.delete(userId);
      offline.add(userId);
      for (const [socket, owner] of sockets) if (owner === userId) socket.destroy();
    },
  };
}

/** Starts the frame. It serves until it is closed, and changes nothing of Discord but who is in which activity. */
export async function startActivityHost(options: ActivityHostOptions): Promise<ActivityHost> {
  const { discord, distDir, mappings, keys = null } = options;
  const { applicationId } = discord.model;
  const tickets = createTickets();
  const network = createNetwork();
  const ownOrigin = `https://${applicationId}.discordsays.com`;
  const isOwn = (host: string) => /^(\d+\.discordsays\.com|discord\.com)$/.test(host);
  const proxy: ProxyParts = {
    applicationId,
    distDir,
    mappings,
    keys,
    tickets,
    isOnline: network.isOnline,
    onSocket: network.onSocket,
    seenAs: ({ headers: { host = '' } }) =>
      isOwn(host) ? { origin: ownOrigin, framers: [] } : { origin: `http://${host}`, framers: ['http://localhost:*'] },
  };
  const pass: RequestListener = (request, response) =>
    void answerProxy(proxy, request, response).catch(() => response.destroy());
  const client: ClientParts = {
    desk: createActivityDesk(discord, tickets),
    onChange: discord.onChange,
    originFor: (host, userId) =>
      isOwn(host) ? ownOrigin : `http://${applicationId}.person-${userId}.localhost:${plainPort}`,
    setNetwork: network.set,
  };
  const secure = createSecureServer(makeCertificate(['discord.com', '*.discordsays.com']), (request, response) => {
    if (request.headers.host !== 'discord.com') return pass(request, response);
    if (!answerClient(client, request, response)) response.writeHead(404).end();
  });
  const plain = createServer(pass);
  for (const server of [secure, plain])
    server.on('upgrade', (request, socket, head) => upgradeProxy(proxy, request, socket, head));
  const [port, plainPort] = await Promise.all([listen(secure), listen(plain)]);
  return {
    port,
    hostRules: [
      ...['discord.com', '*.discordsays.com'].map((host) => `MAP ${host} 127.0.0.1:${port}`),
      'MAP * ~NOTFOUND',
      ...['localhost', '*.localhost', '127.0.0.1'].map((host) => `EXCLUDE ${host}`),
    ].join(', '),
    clientUrl: ({ userId, communityId, channelId }, query = '') =>
      `https://discord.com/channels/${communityId ?? '@me'}/${channelId}?as=${userId}${query === '' ? '' : `&${query}`}`,
    answerClient: (request, response) => answerClient(client, request, response),
    setNetwork: network.set,
    async close() {
      for (const socket of network.sockets.keys()) socket.destroy();
      await Promise.all([close(secure), close(plain)]);
    },
  };
}
