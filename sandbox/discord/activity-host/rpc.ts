import type { Authenticated, AuthorizeAnswer, AuthorizeAsk, Participant } from './words.ts';

/** How much of the activity is shown, as the SDK numbers it: alone, as a picture in a corner, or as a tile among the people. */
export const layoutModes = { focused: 0, pip: 1, grid: 2 } as const;
export type Layout = keyof typeof layoutModes;
export type Orientation = 'portrait' | 'landscape';

/** What the page around an activity answers it with. */
export type RpcParts = {
  readonly clientId: string;
  readonly platform: 'desktop' | 'mobile';
  readonly user: Participant;
  readonly locale: string;
  readonly channelId: string;
  readonly communityId: string | null;
  readonly participants: () => readonly Participant[];
  readonly authorize: (ask: Pick<AuthorizeAsk, 'clientId' | 'scopes' | 'challenge'>) => Promise<AuthorizeAnswer>;
  readonly authenticate: (token: string) => Promise<Authenticated>;
  readonly refreshTicket: () => Promise<string>;
  /** Asks whether to leave Discord for this address, and goes there. False when the person stays. */
  readonly openLink: (url: URL) => Promise<boolean>;
  readonly lockOrientation: (state: number) => void;
  readonly log: (level: string, message: string) => void;
};

/** An error by which a command is refused. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const events = [
  'ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE',
  'ACTIVITY_LAYOUT_MODE_UPDATE',
  'ORIENTATION_UPDATE',
  'THERMAL_STATE_UPDATE',
  'CURRENT_USER_UPDATE',
  'ENTITLEMENT_CREATE',
];

/** A value of a message, whatever it is. */
export function readAt(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textAt(value: unknown, name: string): string {
  const found = readAt(value, name);
  return typeof found === 'string' ? found : '';
}

/** The conversation's memory: what was subscribed to, and what the person allowed. */
export type RpcState = { readonly subscriptions: Set<string>; scopes: readonly string[] | null };

function need(state: RpcState, ...scopes: readonly string[]): void {
  if (state.scopes === null || !scopes.some((scope) => state.scopes?.includes(scope)))
    throw new RpcError(4006, 'Not authenticated or invalid scope');
}

function needPlatform(parts: RpcParts, platform: RpcParts['platform'], command: string): void {
  if (parts.platform !== platform) throw new RpcError(4002, `Invalid command: ${command}`);
}

async function authorize(parts: RpcParts, args: unknown): Promise<unknown> {
  const scope = readAt(args, 'scope');
  const method = textAt(args, 'code_challenge_method');
  const challenge = textAt(args, 'code_challenge');
  if (challenge !== '' && method !== 'S256') throw new RpcError(4000, 'code_challenge_method must be S256');
  if (textAt(args, 'response_type') !== 'code') throw new RpcError(4000, 'response_type must be code');
  const answer = await parts.authorize({
    clientId: textAt(args, 'client_id'),
    scopes: Array.isArray(scope) ? scope.map(String) : [],
    challenge: challenge === '' ? null : challenge,
  });
  if (answer.kind === 'code') return { code: answer.code };
  throw answer.kind === 'error'
    ? new RpcError(answer.code, answer.message)
    : new RpcError(5000, 'OAuth2 Error: access_denied');
}

async function authenticate(parts: RpcParts, state: RpcState, args: unknown): Promise<unknown> {
  const authenticated = await parts.authenticate(textAt(args, 'access_token'));
  if (authenticated?.user.id !== parts.user.id) throw new RpcError(4009, 'Invalid OAuth2 token');
  state.scopes = authenticated.scopes;
  return authenticated;
}

async function openLink(parts: RpcParts, args: unknown): Promise<unknown> {
  const url = URL.parse(textAt(args, 'url'));
  if (!url || !/^https?:$/.test(url.protocol)) throw new RpcError(4000, 'Invalid url');
  return { opened: await parts.openLink(url) };
}

function subscribe(state: RpcState, event: string, isOn: boolean): unknown {
  if (!events.includes(event)) throw new RpcError(4004, `Invalid event: ${event}`);
  if (isOn) state.subscriptions.add(event);
  else state.subscriptions.delete(event);
  return { evt: event };
}

function describeChannel({ channelId, communityId }: RpcParts): unknown {
  return { id: channelId, type: 2, guild_id: communityId, name: 'voice', voice_states: [], messages: [] };
}

/**
 * Answers one command as Discord's client does. Commands that a platform does not have are invalid there, as on an old client.
 *
 * @returns what goes into `data`
 * @throws RpcError what goes into an `ERROR`
 */
export async function answerCommand(parts: RpcParts, state: RpcState, frame: unknown): Promise<unknown> {
  const command = textAt(frame, 'cmd');
  const args = readAt(frame, 'args');
  switch (command) {
    case 'AUTHORIZE':
      return authorize(parts, args);
    case 'AUTHENTICATE':
      return authenticate(parts, state, args);
    case 'SUBSCRIBE':
      return subscribe(state, textAt(frame, 'evt'), true);
    case 'UNSUBSCRIBE':
      return subscribe(state, textAt(frame, 'evt'), false);
    case 'GET_ACTIVITY_INSTANCE_CONNECTED_PARTICIPANTS':
      return { participants: parts.participants() };
    case 'OPEN_EXTERNAL_LINK':
      return openLink(parts, args);
    case 'USER_SETTINGS_GET_LOCALE':
      need(state, 'identify');
      return { locale: parts.locale };
    case 'GET_CHANNEL':
      need(state, 'guilds');
      return describeChannel(parts);
    case 'GET_CHANNEL_PERMISSIONS':
      need(state, 'guilds.members.read');
      return { permissions: '0' };
    case 'GET_PLATFORM_BEHAVIORS':
      return { iosKeyboardResizesView: true };
    case 'ENCOURAGE_HW_ACCELERATION':
      needPlatform(parts, 'desktop', command);
      return { enabled: true };
    case 'SET_CONFIG':
      needPlatform(parts, 'desktop', command);
      return { use_interactive_pip: readAt(args, 'use_interactive_pip') === true };
    case 'SET_ORIENTATION_LOCK_STATE':
      needPlatform(parts, 'mobile', command);
      parts.lockOrientation(Number(readAt(args, 'lock_state')));
      return null;
    case 'CAPTURE_LOG':
      parts.log(textAt(args, 'level'), textAt(args, 'message'));
      return null;
    case 'REQUEST_PROXY_TICKET_REFRESH':
      return { ticket: await parts.refreshTicket() };
    default:
      throw new RpcError(4002, `Invalid command: ${command}`);
  }
}
