import * as z from 'zod/mini';

/** Who looks at the panel, as far as Twitch has told. For looks only: the core reads the token itself and decides. */
export type Viewer = {
  readonly token: string;
  readonly isLoggedIn: boolean;
  readonly hasSharedIdentity: boolean;
  readonly isBroadcaster: boolean;
};

/** What the page around the panel has said so far. `viewer` is null until Twitch has authorised the panel. */
export type TwitchState = {
  readonly isOnTwitch: boolean;
  readonly viewer: Viewer | null;
  readonly theme: 'light' | 'dark' | null;
  readonly isShown: boolean;
  /** Whether the player shows its controls just now; null where Twitch does not say, as below a stream and on phones. */
  readonly hasControlsShown: boolean | null;
  /** Where the core is; null until Twitch has handed over the configuration, or let a moment pass without. */
  readonly coreUrl: string | null;
};

/** Twitch, as the panel needs it. */
export type TwitchHost = {
  readonly get: () => TwitchState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Hears the channel's messages; they are hints that something changed, never data. */
  readonly onBroadcast: (listener: (message: string) => void) => void;
  /** Opens Twitch's own question. Nothing answers it; a yes arrives as a new `viewer`. */
  readonly askForIdentity: () => void;
};

/** The core, where the extension's global configuration names no other. */
const usualCoreUrl = 'https://api.c500.example';
/** The configuration may arrive just after the viewer. Asking the wrong address in between would break Twitch's content policy. */
const configurationWaitMs = 1_000;

const GlobalSegment = z.object({ ebs: z.url({ protocol: /^https?$/ }) });
const Claims = z.object({ user_id: z.optional(z.string()), role: z.optional(z.string()) });

/** Connects to the helper that the page loads first. Without it (opened outside Twitch) the state says so and never changes. */
export function connectTwitch(): TwitchHost {
  const ext = typeof window.Twitch === 'undefined' ? undefined : window.Twitch.ext;
  const listeners = new Set<() => void>();
  let state: TwitchState = {
    isOnTwitch: ext !== undefined,
    viewer: null,
    theme: null,
    isShown: true,
    hasControlsShown: null,
    coreUrl: null,
  };
  const change = (part: Partial<TwitchState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  ext?.configuration.onChanged(() => change({ coreUrl: readCoreUrl(ext.configuration.global) }));
  ext?.onAuthorized((auth) => {
    change({ viewer: readViewer(auth.token, auth.userId) });
    if (ext.configuration.global) change({ coreUrl: readCoreUrl(ext.configuration.global) });
    else setTimeout(() => change({ coreUrl: state.coreUrl ?? usualCoreUrl }), configurationWaitMs);
  });
  ext?.onContext((context) => {
    // A context tells what changed and leaves the rest out, and phones leave out what they have not.
    const { theme = state.theme, arePlayerControlsVisible: hasControlsShown = state.hasControlsShown } = context;
    change({ theme, hasControlsShown });
  });
  ext?.onVisibilityChanged((isShown: boolean) => change({ isShown }));
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onBroadcast: (listener) => ext?.listen('broadcast', (_target, _contentType, message) => listener(message)),
    askForIdentity: () => ext?.actions.requestIdShare(),
  };
}

function readCoreUrl(segment: { readonly content: string } | undefined): string {
  const read = GlobalSegment.safeParse(parseJson(segment?.content ?? ''));
  return read.success ? read.data.ebs : usualCoreUrl;
}

function readViewer(token: string, opaqueId: string): Viewer {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const read = Claims.safeParse(parseJson(decodeBase64(payload)));
  return {
    token,
    isLoggedIn: opaqueId.startsWith('U'),
    hasSharedIdentity: read.success && Boolean(read.data.user_id),
    isBroadcaster: read.success && read.data.role === 'broadcaster',
  };
}

function decodeBase64(text: string): string {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 !== 1 ? atob(text) : '';
}

/** JSON from outside, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
