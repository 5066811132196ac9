/** How often an account may do something at Twitch chat, whatever number of connections it has. */
export type ChatLimits = {
  /** Lines in one window where the account is neither broadcaster nor moderator. */
  readonly lines: number;
  readonly linesAsModerator: number;
  readonly lineWindowMs: number;
  readonly joins: number;
  readonly joinWindowMs: number;
};

/** Twitch's own limits for an ordinary account. */
export const ordinaryLimits: ChatLimits = {
  lines: 20,
  linesAsModerator: 100,
  lineWindowMs: 30_000,
  joins: 20,
  joinWindowMs: 10_000,
};

/** Asks whether an account may do one thing more now, and counts it if so. */
export type ChatGate = {
  readonly takeLine: (login: string, isModerator: boolean) => boolean;
  readonly takeJoin: (login: string) => boolean;
};

function createWindow(lengthMs: number, wallNow: () => number): (key: string, max: number) => boolean {
  const taken = new Map<string, readonly number[]>();
  return (key, max) => {
    const now = wallNow();
    const recent = (taken.get(key) ?? []).filter((at) => at > now - lengthMs);
    const isFree = recent.length < max;
    taken.set(key, isFree ? [...recent, now] : recent);
    return isFree;
  };
}

/** Counts for all connections together. What is over the limit is for the caller to drop, without a word, as Twitch does. */
export function createChatGate(limits: ChatLimits, wallNow: () => number): ChatGate {
  const takeLine = createWindow(limits.lineWindowMs, wallNow);
  const takeJoin = createWindow(limits.joinWindowMs, wallNow);
  return {
    takeLine: (login, isModerator) => takeLine(login, isModerator ? limits.linesAsModerator : limits.lines),
    takeJoin: (login) => takeJoin(login, limits.joins),
  };
}
