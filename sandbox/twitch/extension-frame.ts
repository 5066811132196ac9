/** What Twitch hands an extension's page about its viewer; a new one comes with every refreshed token. */
export type FrameAuth = {
  readonly channelId: string;
  readonly clientId: string;
  readonly token: string;
  readonly helixToken: string;
  readonly userId: string;
};

/** A message to the extension's front ends. `content` is text, JSON by custom. */
export type FramePubSub = { readonly target: string; readonly contentType?: string; readonly content: string };

/** A stored configuration segment as front ends see it. */
export type FrameSegment = { readonly version: string; readonly content: string };

/** The three segments that a page may read. */
export type FrameConfiguration = {
  readonly broadcaster?: FrameSegment;
  readonly developer?: FrameSegment;
  readonly global?: FrameSegment;
};

/** The player and page around the extension, in Twitch's words; see `Twitch.ext.Context`. */
export type FrameContext = Partial<Twitch.ext.Context>;

/** How the page is shown. A panel is 318 by 496 pixels; the others fill what they are put into. */
export type FrameView = 'panel' | 'video_overlay' | 'component' | 'mobile' | 'config' | 'live_config';

/** What the page around an extension decides. */
export type FrameOptions = {
  readonly src: string;
  readonly getAuth: () => Promise<FrameAuth>;
  readonly context: FrameContext;
  readonly view?: FrameView;
  readonly title?: string;
  readonly configuration?: FrameConfiguration;
  readonly features?: Readonly<Record<string, boolean>>;
  /** Asks the viewer whether to share who they are; true makes the extension's token carry their id. */
  readonly onIdShareRequest: () => boolean | Promise<boolean>;
  /** Begins to listen to the channel's messages; answers how to stop. */
  readonly subscribePubSub: (deliver: (message: FramePubSub) => void) => () => void;
  /** The broadcaster's form stores their segment. */
  readonly onConfigurationSet?: (segment: FrameSegment) => void;
  /** The page itself sends to a topic. */
  readonly onSend?: (message: FramePubSub) => void;
  readonly onFollow?: (channelName: string) => void;
  readonly onMinimize?: () => void;
};

/** A mounted extension. */
export type ExtensionFrame = {
  readonly element: HTMLIFrameElement;
  setContext(change: FrameContext): void;
  refreshAuth(): Promise<void>;
  setVisible(isVisible: boolean): void;
  setConfiguration(configuration: FrameConfiguration): void;
  pushPubSub(message: FramePubSub): void;
  destroy(): void;
};

/** The rights that Twitch gives an extension's frame, and no more. */
export const frameSandbox = 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

const refreshBeforeMs = 60_000;
const refreshAtLeastMs = 30_000;
const refreshAtMostMs = 24 * 60 * 60 * 1000;

function createElement(options: FrameOptions): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  const isPanel = (options.view ?? 'panel') === 'panel';
  frame.setAttribute('sandbox', frameSandbox);
  frame.title = options.title ?? 'Extension';
  frame.style.border = '0';
  frame.style.display = 'block';
  frame.style.width = isPanel ? '318px' : '100%';
  frame.style.height = isPanel ? '496px' : '100%';
  return frame;
}

/** When the token's own `exp` says that it should be renewed, in milliseconds from now. */
function refreshDelay(token: string): number {
  const payload = token.split('.')[1] ?? '';
  const match = /"exp":\s*(\d+)/.exec(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const wait = Number(match?.[1] ?? '0') * 1000 - Date.now() - refreshBeforeMs;
  return Math.min(refreshAtMostMs, Math.max(refreshAtLeastMs, wait));
}

function readText(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : '';
}

/**
 * Puts an extension's page into `container` as Twitch's site does: a sandboxed frame on an origin of its own, spoken to by postMessage.
 * Only messages from that frame and origin are heard.
 */
export function mountExtension(container: HTMLElement, options: FrameOptions): ExtensionFrame {
  const element = createElement(options);
  const origin = new URL(options.src, document.baseURI).origin;
  const topics = new Set<string>();
  let context = options.context;
  let configuration = options.configuration ?? {};
  let isReady = false;
  let timer: number | undefined;

  function post(message: Readonly<Record<string, unknown>>): void {
    element.contentWindow?.postMessage(message, origin);
  }
  function planRefresh(token: string): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refreshAuth(), refreshDelay(token));
  }
  async function loadAuth(): Promise<FrameAuth | null> {
    try {
      const auth = await options.getAuth();
      planRefresh(auth.token);
      return auth;
    } catch (error) {
      post({ action: 'twitch-ext-error', message: error instanceof Error ? error.message : 'authorization failed' });
      return null;
    }
  }
  async function boot(): Promise<void> {
    isReady = false;
    topics.clear();
    const auth = await loadAuth();
    if (auth === null) return;
    isReady = true;
    const features = {
      isBitsEnabled: false,
      isChatEnabled: false,
      isSubscriptionStatusAvailable: false,
      ...options.features,
    };
    const shared = { ...features, useSharedPubsub: true };
    post({ action: 'twitch-ext-bootstrap', auth, viewerInfo: {}, features: shared, configuration });
    post({ action: 'twitch-ext-context', context, updatedFields: Object.keys(context) });
  }
  async function refreshAuth(): Promise<void> {
    const auth = await loadAuth();
    if (auth !== null && isReady) post({ action: 'twitch-ext-auth', auth });
  }
  async function shareIdentity(): Promise<void> {
    if (await options.onIdShareRequest()) await refreshAuth();
  }
  function pushPubSub({ target, contentType = 'application/json', content }: FramePubSub): void {
    if (!topics.has(target)) return;
    post({ action: 'twitch-ext-pubsub-message', payload: { target, contentType, content: [content] } });
  }
  function hear(event: MessageEvent<unknown>): void {
    if (event.source !== element.contentWindow || event.origin !== origin) return;
    answer(event.data);
  }
  function answer(data: unknown): void {
    const payload: unknown = typeof data === 'object' && data !== null && 'payload' in data ? data.payload : null;
    switch (readText(data, 'action')) {
      case 'twitch-ext-loaded':
        return void boot();
      case 'twitch-ext-id-share-request':
        return void shareIdentity();
      case 'twitch-ext-pubsub-listen':
        return void topics.add(readText(data, 'target'));
      case 'twitch-ext-pubsub-unlisten':
        return void topics.delete(readText(data, 'target'));
      case 'twitch-ext-pubsub-send':
        return options.onSend?.({
          target: readText(payload, 'target'),
          contentType: readText(payload, 'contentType'),
          content: readText(payload, 'content'),
        });
      case 'twitch-ext-configuration-set':
        return options.onConfigurationSet?.({
          version: readText(payload, 'version'),
          content: readText(payload, 'content'),
        });
      case 'twitch-ext-follow-action':
        return options.onFollow?.(readText(payload, 'channel'));
      case 'twitch-ext-minimize':
        return options.onMinimize?.();
    }
  }

  window.addEventListener('message', hear);
  const stopPubSub = options.subscribePubSub(pushPubSub);
  element.src = options.src;
  container.append(element);

  return {
    element,
    setContext(change) {
      context = { ...context, ...change };
      if (isReady) post({ action: 'twitch-ext-context', context, updatedFields: Object.keys(change) });
    },
    refreshAuth,
    setVisible(isVisible) {
      post({ action: 'twitch-ext-visibility-changed', isVisible, context: isVisible ? context : null });
    },
    setConfiguration(next) {
      configuration = next;
      if (isReady) post({ action: 'twitch-ext-configuration', configuration });
    },
    pushPubSub,
    destroy() {
      window.removeEventListener('message', hear);
      window.clearTimeout(timer);
      stopPubSub();
      element.remove();
    },
  };
}
