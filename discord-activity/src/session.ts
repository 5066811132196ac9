import { ApiProblem, type Problem } from '#shared/api/problem.ts';
import type { Core } from './core.ts';
import { DiscordError, type DiscordHost } from './discord.ts';
import { makePkce, randomText } from './pkce.ts';

/** Where the way from Discord's word to our own session stands. `problem` is null where Discord or the person said no. */
export type SessionState =
  | { readonly kind: 'signing-in' }
  | { readonly kind: 'signed-in'; readonly token: string; readonly endsAt: number }
  | { readonly kind: 'refused'; readonly problem: Problem | null };

/** Our own short session in the activity. The token lives in memory alone and is renewed before it ends. */
export type Session = {
  readonly get: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly token: () => string | null;
  /** Signs in, or again. Calls while it is under way change nothing. */
  readonly signIn: () => void;
  /** To be told when the core took a token for none of its own: a new one is got at once. */
  readonly tokenRefused: () => void;
};

type SessionParts = {
  readonly discord: Pick<DiscordHost, 'instanceId' | 'authorize' | 'authenticate'>;
  readonly core: () => Pick<Core, 'startActivity' | 'renewActivity'>;
  readonly now: () => number;
  /** Called when Discord knows the person, too. */
  readonly onSignedIn: () => void;
};

/** A session is renewed when this part of its life is left, and at the earliest after some seconds. */
const renewalShare = 0.25;
const renewalRestMsMin = 5_000;
const retryMs = 4_000;

/** Opens the session; nothing is asked before `signIn`. */
export function openSession({ discord, core, now, onSignedIn }: SessionParts): Session {
  const listeners = new Set<() => void>();
  let state: SessionState = { kind: 'signing-in' };
  let isAsking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: SessionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function hold(token: string, endsAt: number): void {
    show({ kind: 'signed-in', token, endsAt });
    const leftMs = endsAt - now();
    again(Math.max(renewalRestMsMin, leftMs * (1 - renewalShare)), renew);
  }

  function again(ms: number, run: () => Promise<void>): void {
    clearTimeout(timer);
    timer = setTimeout(() => void once(run), ms);
  }

  async function once(run: () => Promise<void>): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    clearTimeout(timer);
    try {
      await run();
    } finally {
      isAsking = false;
    }
  }

  async function begin(): Promise<void> {
    if (state.kind === 'refused') show({ kind: 'signing-in' });
    try {
      const { verifier, challenge } = await makePkce();
      // Discord does not hand the state back through its SDK; what binds the code to this page is the verifier.
      const code = await discord.authorize({ state: randomText(16), codeChallenge: challenge });
      const { instanceId } = discord;
      const started = await core().startActivity({ body: { code, codeVerifier: verifier, instanceId } });
      await discord.authenticate(started.accessToken);
      hold(started.token, started.endsAt);
      onSignedIn();
    } catch (error) {
      if (error instanceof DiscordError) show({ kind: 'refused', problem: null });
      else if (error instanceof ApiProblem) giveUp(error.problem);
      else throw error;
    }
  }

  /** Where nothing answered it is tried again by itself; a refusal waits for the person. */
  function giveUp(problem: Problem): void {
    show({ kind: 'refused', problem });
    if (problem.status >= 500) again(retryMs, begin);
  }

  async function renew(): Promise<void> {
    try {
      const { token, endsAt } = await core().renewActivity({});
      hold(token, endsAt);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isOver = state.kind !== 'signed-in' || state.endsAt <= now();
      if (error.problem.status >= 500 && !isOver) again(retryMs, renew);
      else await begin();
    }
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    token: () => (state.kind === 'signed-in' ? state.token : null),
    signIn: () => void once(begin),
    tokenRefused: () => {
      if (state.kind === 'signed-in') void once(begin);
    },
  };
}
