/** What a component or form of ours asks for. */
const actions = ['claim', 'cancel', 'drop', 'again', 'card'] as const;
export type Action = (typeof actions)[number];

/** Discord's limit. */
const lengthMax = 100;

/**
 * Writes `<action>:<ref>`, the whole memory of a button. It proves nothing: the core authorises whoever presses.
 *
 * @throws RangeError when it is longer than Discord allows: a defect
 */
export function encodeCustomId(action: Action, ref: string): string {
  const customId = `${action}:${ref}`;
  if (customId.length > lengthMax) throw new RangeError(`the custom id of "${action}" is too long`);
  return customId;
}

/** Reads a custom id; undefined for those of an older version of the bot. */
export function decodeCustomId(customId: string): { readonly action: Action; readonly ref: string } | undefined {
  const colon = customId.indexOf(':');
  const action = actions.find((each) => each === customId.slice(0, colon));
  return action && { action, ref: customId.slice(colon + 1) };
}
