import { DiscordSDK } from '@discord/embedded-app-sdk';

/** How much room Discord gives the activity: all of it, a tile among others, or a small picture in a corner. */
export type Layout = 'focused' | 'grid' | 'pip';

/**
 * What Discord has said so far. `place` is `inside` once Discord answered, `silent` when it did not in good time, and `outside` where the
 * page was opened by itself.
 */
export type DiscordState = {
  readonly place: 'arriving' | 'inside' | 'silent' | 'outside';
  readonly layout: Layout;
};

/** Discord, as the activity needs it. This file alone knows its SDK. */
export type DiscordHost = {
  readonly get: () => DiscordState;
  readonly subscribe: (listener: () => void) => () => void;
  /** The gathering in which the activity was opened; empty outside Discord. */
  readonly instanceId: string;
  /**
   * Asks Discord for a code that the core exchanges. The person may be asked, so it may take as long as they think.
   *
   * @throws DiscordError when Discord or the person says no
   */
  readonly authorize: (request: { readonly state: string; readonly codeChallenge: string }) => Promise<string>;
  /** Tells Discord whom its own token is for, which opens the rest of its commands. @throws DiscordError */
  readonly authenticate: (accessToken: string) => Promise<void>;
  /** The language that the person reads Discord in, as a BCP 47 tag; null where Discord does not say. To be asked after `authenticate`. */
  readonly readLocale: () => Promise<string | null>;
  /** Asks Discord to open a page outside; whether it did. */
  readonly openLink: (url: string) => Promise<boolean>;
};

/** Discord said no. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
}

const readyWithinMs = 15_000;
const nowhere: DiscordState = { place: 'outside', layout: 'focused' };
const outside: DiscordHost = {
  get: () => nowhere,
  subscribe: () => () => undefined,
  instanceId: '',
  authorize: () => Promise.reject(new DiscordError('not inside Discord')),
  authenticate: () => Promise.reject(new DiscordError('not inside Discord')),
  readLocale: () => Promise.resolve(null),
  openLink: () => Promise.resolve(false),
};

/** The application's id is the first part of the address that Discord's proxy gives it. */
export function applicationIdOf(hostname: string): string | null {
  return /^(\d{5,25})\./.exec(hostname)?.[1] ?? null;
}

/** Connects to the Discord client around the page. */
export function connectDiscord(): DiscordHost {
  const clientId = applicationIdOf(window.location.hostname);
  const asked = new URLSearchParams(window.location.search);
  // Without these the SDK's constructor throws.
  const isEmbedded = asked.has('frame_id') && asked.has('instance_id') && asked.has('platform');
  if (clientId === null || !isEmbedded) return outside;
  // What the console says must not be forwarded: errors of a browser may carry addresses and answers.
  const sdk = new DiscordSDK(clientId, { disableConsoleLogOverride: true });
  const listeners = new Set<() => void>();
  let state: DiscordState = { place: 'arriving', layout: 'focused' };
  const change = (part: Partial<DiscordState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const timer = setTimeout(() => change({ place: 'silent' }), readyWithinMs);
  void sdk.ready().then(async () => {
    clearTimeout(timer);
    change({ place: 'inside' });
    await followLayout(sdk, (layout) => change({ layout }));
  });
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    instanceId: sdk.instanceId,
    async authorize({ state: mark, codeChallenge }) {
      const { code } = await allowed(() =>
        sdk.commands.authorize({
          client_id: clientId,
          response_type: 'code',
          prompt: 'none',
          scope: ['identify'],
          state: mark,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        }),
      );
      return code;
    },
    async authenticate(accessToken) {
      await allowed(() => sdk.commands.authenticate({ access_token: accessToken }));
    },
    async readLocale() {
      try {
        return (await sdk.commands.userSettingsGetLocale()).locale;
      } catch {
        return null;
      }
    },
    async openLink(url) {
      try {
        const { opened } = await sdk.commands.openExternalLink({ url });
        // Older clients open the page and do not say so.
        return opened !== false;
      } catch {
        return false;
      }
    },
  };
}

/** Discord rejects with plain objects; they become an error that can be told from a defect of ours. */
async function allowed<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new DiscordError('Discord said no', { cause });
  }
}

const layouts: Readonly<Record<number, Layout>> = { 0: 'focused', 1: 'pip', 2: 'grid' };

/** Clients that know no layouts show the activity at full size, as if they had said so. */
async function followLayout(sdk: DiscordSDK, tell: (layout: Layout) => void): Promise<void> {
  try {
    await sdk.subscribe('ACTIVITY_LAYOUT_MODE_UPDATE', ({ layout_mode: mode }) => tell(layouts[mode] ?? 'focused'));
  } catch {
    tell('focused');
  }
}
