import { createHash } from 'node:crypto';
import type { Reply } from './http.ts';
import type { Traffic } from './model.ts';

/** So many requests in so many seconds. `per` is the part of the path that has a budget of its own. */
export type Budget = { readonly requests: number; readonly seconds: number };

/** The budgets of an app. `routes` are by `<METHOD> <pattern>`; a rename of a channel has its own beside that of its route. */
export type Limits = {
  readonly global: Budget;
  readonly routes: Readonly<Record<string, Budget>>;
  readonly others: Budget;
  readonly rename: Budget;
  readonly invalid: Budget;
};

const webhookBudget: Budget = { requests: 5, seconds: 2 };
const webhook = '/webhooks/:applicationId/:token';

/**
 * Discord's budgets. Those of messages, roles, renaming, the whole and invalid requests are told by Discord or by everybody who runs a
 * bot; Discord changes them as it likes, so that clients must go by the headers.
 *
 * @see https://docs.discord.com/developers/topics/rate-limits
 */
export const discordLimits: Limits = {
  global: { requests: 50, seconds: 1 },
  routes: {
    'POST /channels/:channelId/messages': { requests: 5, seconds: 5 },
    'PATCH /channels/:channelId/messages/:messageId': { requests: 5, seconds: 5 },
    'DELETE /channels/:channelId/messages/:messageId': { requests: 5, seconds: 1 },
    'POST /channels/:channelId/threads': { requests: 50, seconds: 300 },
    'PATCH /channels/:channelId': { requests: 5, seconds: 15 },
    'PUT /channels/:channelId/thread-members/:userId': { requests: 10, seconds: 10 },
    'PUT /guilds/:communityId/members/:userId/roles/:roleId': { requests: 10, seconds: 10 },
    'DELETE /guilds/:communityId/members/:userId/roles/:roleId': { requests: 10, seconds: 10 },
    'GET /guilds/:communityId/members/search': { requests: 10, seconds: 10 },
    'PUT /guilds/:communityId/bans/:userId': { requests: 5, seconds: 5 },
    'DELETE /guilds/:communityId/bans/:userId': { requests: 5, seconds: 5 },
    'POST /guilds/:communityId/bulk-ban': { requests: 5, seconds: 10 },
    [`POST ${webhook}`]: webhookBudget,
    [`PATCH ${webhook}/messages/:messageId`]: webhookBudget,
    [`DELETE ${webhook}/messages/:messageId`]: webhookBudget,
  },
  others: { requests: 50, seconds: 1 },
  rename: { requests: 2, seconds: 600 },
  invalid: { requests: 10_000, seconds: 600 },
};

/** What is asked, for the sake of its budgets. */
export type Asked = {
  readonly method: string;
  readonly pattern: string;
  readonly params: Readonly<Record<string, string>>;
  /** Interactions and webhooks are not bound to the budget of the bot as a whole. */
  readonly access: 'bot' | 'open';
  readonly renames: boolean;
};

/** Keeps an app to its budgets, and counts. */
export type Limiter = {
  readonly traffic: Traffic;
  /** Takes a request out of its budgets: headers for its answer, or the 429 in place of it. */
  readonly take: (asked: Asked) => { readonly refusal: Reply } | { readonly headers: Readonly<Record<string, string>> };
  /** Notes what was answered; too many of the wrong kind ban the address. */
  readonly note: (status: number, scope: string | undefined) => void;
  /** The answer to everything while the address is banned. */
  readonly banned: () => Reply | undefined;
};

type Window = { startedAt: number; used: number };

/** Budgets refill all at once, when their time is over, as Discord's do. */
function createWindows(now: () => number) {
  const windows = new Map<string, Window>();
  return (key: string, budget: Budget) => {
    const found = windows.get(key);
    const isOver = !found || now() - found.startedAt >= budget.seconds * 1000;
    const window = isOver ? { startedAt: now(), used: 0 } : found;
    if (isOver) windows.set(key, window);
    const leftMs = window.startedAt + budget.seconds * 1000 - now();
    return { window, isSpent: window.used >= budget.requests, leftMs };
  };
}

/** Where one budget ends and the next begins: a channel, a community, a webhook's token. */
function majorOf({ params }: Asked): string {
  return params['channelId'] ?? params['communityId'] ?? params['token'] ?? '';
}

function refuse(ms: number, scope: 'user' | 'global', headers: Readonly<Record<string, string>>): Reply {
  const seconds = Math.max(0.001, ms / 1000);
  return {
    status: 429,
    body: {
      message: 'You are being rate limited.',
      retry_after: Number(seconds.toFixed(3)),
      global: scope === 'global',
    },
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}

/**
 * A limiter on a clock of its own: budgets are of real seconds, whatever time it is in the world.
 *
 * @param limits null takes every request and counts only
 */
export function createLimiter(limits: Limits | null, now: () => number = () => performance.now()): Limiter {
  const look = createWindows(now);
  const counts = { requests: 0, openRequests: 0, limited: 0, invalid: 0, busiestSecond: 0 };
  const routes = new Map<string, { requests: number; limited: number }>();
  const recent: number[] = [];

  function countSecond(): void {
    const at = now();
    recent.push(at);
    while (at - (recent[0] ?? at) >= 1000) recent.shift();
    counts.busiestSecond = Math.max(counts.busiestSecond, recent.length);
  }

  function takeBudgets(asked: Asked, known: Limits) {
    const name = `${asked.method} ${asked.pattern}`;
    const budget = known.routes[name] ?? known.others;
    const own = look(`${name} ${majorOf(asked)}`, budget);
    const all = look('all', known.global);
    const rename = look(`rename ${majorOf(asked)}`, known.rename);
    const headers = {
      'x-ratelimit-limit': String(budget.requests),
      'x-ratelimit-remaining': String(Math.max(0, budget.requests - own.window.used - 1)),
      'x-ratelimit-reset': ((Date.now() + own.leftMs) / 1000).toFixed(3),
      'x-ratelimit-reset-after': (own.leftMs / 1000).toFixed(3),
      'x-ratelimit-bucket': createHash('sha256').update(name).digest('hex').slice(0, 32),
    };
    if (asked.access === 'bot' && all.isSpent) return { refusal: refuse(all.leftMs, 'global', {}) };
    if (own.isSpent) return { refusal: refuse(own.leftMs, 'user', headers) };
    if (asked.renames && rename.isSpent) return { refusal: refuse(rename.leftMs, 'user', headers) };
    own.window.used += 1;
    if (asked.access === 'bot') all.window.used += 1;
    if (asked.renames) rename.window.used += 1;
    return { headers };
  }

  return {
    traffic: {
      get requests() {
        return counts.requests;
      },
      get openRequests() {
        return counts.openRequests;
      },
      get limited() {
        return counts.limited;
      },
      get invalid() {
        return counts.invalid;
      },
      get busiestSecond() {
        return counts.busiestSecond;
      },
      routes,
    },
    take(asked) {
      const name = `${asked.method} ${asked.pattern}`;
      const route = routes.get(name) ?? { requests: 0, limited: 0 };
      routes.set(name, route);
      route.requests += 1;
      if (asked.access === 'bot') {
        counts.requests += 1;
        countSecond();
      } else counts.openRequests += 1;
      const taken = limits === null ? { headers: {} } : takeBudgets(asked, limits);
      if ('refusal' in taken) {
        route.limited += 1;
        counts.limited += 1;
      }
      return taken;
    },
    note(status, scope) {
      if (status !== 401 && status !== 403 && (status !== 429 || scope === 'shared')) return;
      counts.invalid += 1;
      if (limits) look('invalid', limits.invalid).window.used += 1;
    },
    banned() {
      const wrong = limits && look('invalid', limits.invalid);
      if (!wrong?.isSpent) return undefined;
      // The wall before Discord says so, not its API: no JSON, no headers of a budget.
      return {
        status: 429,
        body: 'error code: 1015',
        headers: { 'content-type': 'text/plain', 'retry-after': String(Math.ceil(wrong.leftMs / 1000)) },
      };
    },
  };
}
