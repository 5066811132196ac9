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
  /** Asks whether to follow a channel; the page is told what was answered. */
  readonly onFollow?: (channelName: string) => boolean | Promise<boolean>;
  readonly onMinimize?: () => void;
  /** The page writes into the developer rig's log. */
  readonly onLog?: (messages: readonly unknown[]) => void;
};

/** A mounted extension. */
export type ExtensionFrame = {
  readonly element: HTMLIFrameElement;
  readonly setContext: (change: FrameContext) => void;
  readonly refreshAuth: () => Promise<void>;
  readonly setVisible: (isVisible: boolean) => void;
  readonly setConfiguration: (configuration: FrameConfiguration) => void;
  readonly setFeatures: (features: Readonly<Record<string, boolean>>) => void;
  /** The pointer is over the extension's icon below the player. */
  readonly setHighlighted: (isHighlighted: boolean) => void;
  /** Where a component stands on the player, in hundredths of a percent. */
  readonly setPosition: (position: { readonly x: number; readonly y: number }) => void;
  /** Tells the page of a trouble of Twitch's own. */
  readonly fail: (message: string) => void;
  readonly reload: () => void;
  readonly pushPubSub: (message: FramePubSub) => void;
  readonly destroy: () => void;
};

/** The rights that Twitch gives an extension's frame, and no more. */
export const frameSandbox = 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

const featuresOff = { isBitsEnabled: false, isChatEnabled: false, isSubscriptionStatusAvailable: false };
const refreshBeforeMs = 60_000;
const refreshAtLeastMs = 30_000;
const refreshAtMostMs = 24 * 60 * 60 * 1000;

function createElement(options: FrameOptions): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  const isPanel = (options.view ?? 'panel') === 'panel';
  frame.setAttribute('sandbox', frameSandbox);
  frame.title = options.title ?? 'Extension';
  // Twitch's own pages say nothing of schemes, so a page that wants to be seen through has to be of the light one, as there.
  frame.style.colorScheme = 'light';
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

function readList(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return Array.isArray(found) ? found : [];
}

/** The parent's side of the conversation with one frame. */
class FrameConversation {
  readonly #options: FrameOptions;
  readonly #element: HTMLIFrameElement;
  readonly #origin: string;
  readonly #topics = new Set<string>();
  #context: FrameContext;
  #configuration: FrameConfiguration;
  #isReady = false;
  #timer: number | undefined;

  constructor(element: HTMLIFrameElement, options: FrameOptions) {
    this.#element = element;
    this.#options = options;
    this.#origin = new URL(options.src, document.baseURI).origin;
    this.#context = options.context;
    this.#configuration = options.configuration ?? {};
  }

  readonly hear = (event: MessageEvent<unknown>): void => {
    if (event.source === this.#element.contentWindow && event.origin === this.#origin) this.#answer(event.data);
  };

  readonly pushPubSub = ({ target, contentType = 'application/json', content }: FramePubSub): void => {
    if (!this.#topics.has(target)) return;
    this.post({ action: 'twitch-ext-pubsub-message', payload: { target, contentType, content: [content] } });
  };

  setContext(change: FrameContext): void {
    this.#context = { ...this.#context, ...change };
    if (this.#isReady) this.#postContext(change);
  }

  setVisible(isVisible: boolean): void {
    this.post({ action: 'twitch-ext-visibility-changed', isVisible, context: isVisible ? this.#context : null });
  }

  setConfiguration(configuration: FrameConfiguration): void {
    this.#configuration = configuration;
    if (this.#isReady) this.post({ action: 'twitch-ext-configuration', configuration });
  }

  setFeatures(features: Readonly<Record<string, boolean>>): void {
    if (this.#isReady) this.post({ action: 'twitch-ext-features', features });
  }

  async refreshAuth(): Promise<void> {
    const auth = await this.#loadAuth();
    if (auth !== null && this.#isReady) this.post({ action: 'twitch-ext-auth', auth });
  }

  stop(): void {
    window.clearTimeout(this.#timer);
  }

  /** Says something to the page, and to nobody who may have taken its place. */
  post(message: Readonly<Record<string, unknown>>): void {
    this.#element.contentWindow?.postMessage(message, this.#origin);
  }

  #postContext(change: FrameContext): void {
    this.post({ action: 'twitch-ext-context', context: this.#context, updatedFields: Object.keys(change) });
  }

  async #loadAuth(): Promise<FrameAuth | null> {
    window.clearTimeout(this.#timer);
    try {
      const auth = await this.#options.getAuth();
      if (this.#element.isConnected)
        this.#timer = window.setTimeout(() => void this.refreshAuth(), refreshDelay(auth.token));
      return auth;
    } catch (error) {
      const message = error instanceof Error ? error.message : 'authorization failed';
      this.post({ action: 'twitch-ext-error', message });
      return null;
    }
  }

  async #boot(): Promise<void> {
    this.#isReady = false;
    this.#topics.clear();
    const auth = await this.#loadAuth();
    if (auth === null) return;
    this.#isReady = true;
    const features = { ...featuresOff, ...this.#options.features, useSharedPubsub: true };
    this.post({ action: 'twitch-ext-bootstrap', auth, viewerInfo: {}, features, configuration: this.#configuration });
    this.#postContext(this.#context);
  }

  async #shareIdentity(): Promise<void> {
    if (await this.#options.onIdShareRequest()) await this.refreshAuth();
  }

  async #follow(channelName: string): Promise<void> {
    const didFollow = (await this.#options.onFollow?.(channelName)) ?? false;
    this.post({ action: 'twitch-ext-follow-complete', didFollow, channelName });
  }

  #answer(data: unknown): void {
    const payload: unknown = typeof data === 'object' && data !== null && 'payload' in data ? data.payload : null;
    const options = this.#options;
    switch (readText(data, 'action')) {
      case 'twitch-ext-loaded':
        return void this.#boot();
      case 'twitch-ext-id-share-request':
        return void this.#shareIdentity();
      case 'twitch-ext-pubsub-listen':
        return void this.#topics.add(readText(data, 'target'));
      case 'twitch-ext-pubsub-unlisten':
        return void this.#topics.delete(readText(data, 'target'));
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
        return void this.#follow(readText(payload, 'channel'));
      case 'twitch-ext-minimize':
        return options.onMinimize?.();
      case 'twitch-ext-rig-log':
        return options.onLog?.(readList(data, 'messages'));
    }
  }
}

/**
 * Puts an extension's page into `container` as Twitch's site does: a sandboxed frame on an origin of its own, spoken to by postMessage.
 * Only messages from that frame and origin are heard.
 */
export function mountExtension(container: HTMLElement, options: FrameOptions): ExtensionFrame {
  const element = createElement(options);
  const conversation = new FrameConversation(element, options);
  window.addEventListener('message', conversation.hear);
  const stopPubSub = options.subscribePubSub(conversation.pushPubSub);
  element.src = options.src;
  container.append(element);
  return {
    element,
    setContext: (change) => conversation.setContext(change),
    refreshAuth: () => conversation.refreshAuth(),
    setVisible: (isVisible) => conversation.setVisible(isVisible),
    setConfiguration: (configuration) => conversation.setConfiguration(configuration),
    setFeatures: (features) => conversation.setFeatures(features),
    setHighlighted: (isHighlighted) => conversation.post({ action: 'twitch-ext-highlight-changed', isHighlighted }),
    setPosition: (position) => conversation.post({ action: 'twitch-ext-position-changed', position }),
    fail: (message) => conversation.post({ action: 'twitch-ext-error', message }),
    reload: () => conversation.post({ action: 'twitch-ext-reload' }),
    pushPubSub: conversation.pushPubSub,
    destroy() {
      window.removeEventListener('message', conversation.hear);
      stopPubSub();
      element.remove();
      conversation.stop();
    },
  };
}
