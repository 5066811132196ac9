/** Troubles that can be switched on while the stand-in runs. */
export type TwitchFaults = {
  /** Milliseconds between an event and its first delivery. */
  eventsubDelayMs: number;
  /** How often each notification is delivered; 1 is ordinary. */
  eventsubCopies: number;
  /** Whether copies carry the message id of the first, as Twitch's own repeats do, or ids of their own. */
  eventsubCopyIds: 'same' | 'fresh';
  /** While true, notifications wait; they go out when it becomes false. */
  eventsubHeld: boolean;
  /** While true, notifications vanish on the way: nobody is asked again, and Twitch does not count it. */
  eventsubLost: boolean;
  /** Milliseconds between Create Clip's answer and the moment at which Get Clips finds the clip; Infinity for never. */
  clipDelayMs: number;
  /** While true, id.twitch.tv and Helix answer 503, chat is closed and nothing is delivered. */
  down: boolean;
};

/** A set of faults, all off, that calls `changed` after each assignment. */
export function createFaults(changed: () => void): TwitchFaults {
  const calm: TwitchFaults = {
    eventsubDelayMs: 0,
    eventsubCopies: 1,
    eventsubCopyIds: 'same',
    eventsubHeld: false,
    eventsubLost: false,
    clipDelayMs: 1000,
    down: false,
  };
  return new Proxy(calm, {
    set(target, name, value) {
      const done = Reflect.set(target, name, value);
      changed();
      return done;
    },
  });
}
