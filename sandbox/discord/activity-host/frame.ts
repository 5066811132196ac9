import {
  answerCommand,
  layoutModes,
  readAt,
  RpcError,
  type Layout,
  type Orientation,
  type RpcParts,
  type RpcState,
} from './rpc.ts';
import type { Participant } from './words.ts';

/** What the page around an activity decides. */
export type FrameOptions = {
  /** The activity's page with everything that Discord tells it by its address. */
  readonly src: string;
  readonly title: string;
  readonly rpc: RpcParts;
  /** The activity asked to be closed, or was closed for not keeping to the protocol. */
  readonly onClose: (code: number, message: string) => void;
};

/** A mounted activity. */
export type ActivityFrame = {
  readonly element: HTMLIFrameElement;
  /** Every command that came, in order, for whoever wants to see them. */
  readonly commands: readonly string[];
  setLayout(layout: Layout): void;
  setOrientation(orientation: Orientation): void;
  setParticipants(participants: readonly Participant[]): void;
  destroy(): void;
};

const opcodes = { handshake: 0, frame: 1, close: 2 } as const;
const orientations = { portrait: 0, landscape: 1 } as const;
const commandsKept = 200;

/** The rights that Discord gives an activity's frame. */
const frameSandbox =
  'allow-forms allow-modals allow-pointer-lock allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts';

/** Who the activity is told to be spoken to by, once it has shaken hands. */
function readyData({ user }: RpcParts) {
  return {
    v: 1,
    config: { cdn_host: 'cdn.discordapp.com', api_endpoint: '//discord.com/api', environment: 'production' },
    user: { id: user.id, username: user.username, discriminator: '0' },
  };
}

/** The parent's side of the conversation with one frame. */
class Conversation {
  readonly commands: string[] = [];
  readonly #element: HTMLIFrameElement;
  readonly #options: FrameOptions;
  readonly #origin: string;
  #state: RpcState | null = null;

  constructor(element: HTMLIFrameElement, options: FrameOptions) {
    this.#element = element;
    this.#options = options;
    this.#origin = new URL(options.src).origin;
  }

  readonly hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== this.#element.contentWindow || origin !== this.#origin || !Array.isArray(data)) return;
    const [opcode, payload]: readonly unknown[] = data;
    if (opcode === opcodes.handshake) this.#shakeHands(payload);
    else if (opcode === opcodes.frame) void this.#answer(payload);
    else if (opcode === opcodes.close) this.#close(payload);
  };

  emit(event: string, data: unknown): void {
    if (this.#state?.subscriptions.has(event)) this.#dispatch(event, data);
  }

  #post(opcode: number, data: unknown): void {
    this.#element.contentWindow?.postMessage([opcode, data], this.#origin);
  }

  #dispatch(evt: string, data: unknown): void {
    this.#post(opcodes.frame, { cmd: 'DISPATCH', evt, nonce: null, data });
  }

  #end(code: number, message: string): void {
    this.#post(opcodes.close, { code, message });
    this.#options.onClose(code, message);
  }

  #shakeHands(payload: unknown): void {
    if (readAt(payload, 'client_id') !== this.#options.rpc.clientId) return this.#end(4000, 'Invalid Client ID');
    if (readAt(payload, 'v') !== 1) return this.#end(4004, 'Invalid Version');
    if (readAt(payload, 'encoding') !== 'json') return this.#end(4005, 'Invalid Encoding');
    this.#state = { subscriptions: new Set(), scopes: null };
    this.#dispatch('READY', readyData(this.#options.rpc));
  }

  #close(payload: unknown): void {
    this.#options.onClose(Number(readAt(payload, 'code')), String(readAt(payload, 'message')));
  }

  async #answer(payload: unknown): Promise<void> {
    const state = this.#state;
    if (!state) return;
    const [cmd, nonce] = [readAt(payload, 'cmd'), readAt(payload, 'nonce')];
    this.commands.push(String(cmd));
    if (this.commands.length > commandsKept) this.commands.shift();
    try {
      const data = await answerCommand(this.#options.rpc, state, payload);
      this.#post(opcodes.frame, { cmd, evt: null, nonce, data });
    } catch (error) {
      const { code, message } = error instanceof RpcError ? error : { code: 1000, message: 'Unknown Error' };
      this.#post(opcodes.frame, { cmd, evt: 'ERROR', nonce, data: { code, message } });
    }
  }
}

/**
 * Puts an activity into `container` as Discord's client does, and speaks the RPC of its SDK with it over postMessage. Only messages of
 * that frame and origin are heard. The SDK itself takes nothing from a page other than Discord's, and `http://localhost:3333`.
 */
export function mountActivity(container: HTMLElement, options: FrameOptions): ActivityFrame {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', frameSandbox);
  element.allow = 'autoplay; encrypted-media; fullscreen; clipboard-write';
  element.title = options.title;
  const conversation = new Conversation(element, options);
  window.addEventListener('message', conversation.hear);
  element.src = options.src;
  container.append(element);
  return {
    element,
    commands: conversation.commands,
    setLayout: (layout) => conversation.emit('ACTIVITY_LAYOUT_MODE_UPDATE', { layout_mode: layoutModes[layout] }),
    setOrientation: (orientation) =>
      conversation.emit('ORIENTATION_UPDATE', { screen_orientation: orientations[orientation], orientation }),
    setParticipants: (participants) => conversation.emit('ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE', { participants }),
    destroy() {
      window.removeEventListener('message', conversation.hear);
      element.remove();
    },
  };
}
