/** What a button or menu of ours asks for. */
const componentActions = [
  // Claiming and lines
  'claim',
  'cancel',
  'wait',
  'line',
  'raffle',
  'entry',
  'shop',
  'launch',
  // Opening and minding a drop
  'again',
  'post',
  'discard',
  'manage',
  'edit',
  'restock',
  'status',
  'close',
  // Orders
  'list',
  'order',
  'ask',
  'do',
  'report',
  'answer',
  'appeal',
  'ship',
  'drop-shipment',
  // People
  'relay',
  'share',
  'notices',
  // The panel of a community
  'section',
  'place',
  'guilds',
  'builders',
  'everyone',
  'bans',
  // The staff's desk
  'act',
  'drop-act',
  'cases',
  'case',
  'take',
  'judge',
  'lift',
] as const;
export type ComponentAction = (typeof componentActions)[number];

/** What a form of ours hands in. */
const formActions = [
  'drop',
  'edit',
  'restock',
  'apply',
  'report',
  'report-drop',
  'answer',
  'appeal',
  'judge',
  'lift',
] as const;
export type FormAction = (typeof formActions)[number];

/** Discord's limit. */
const lengthMax = 100;

/**
 * Writes `<action>:<ref>`, the whole memory of a button. It proves nothing: the core authorises whoever presses.
 *
 * @throws RangeError when it is longer than Discord allows: a defect
 */
export function encodeCustomId(action: ComponentAction | FormAction, ref: string): string {
  const customId = `${action}:${ref}`;
  if (customId.length > lengthMax) throw new RangeError(`the custom id of "${action}" is too long`);
  return customId;
}

/** What a custom id says. */
export type Named<Action> = { readonly action: Action; readonly ref: string };

/** Reads the custom id of a button or menu; undefined for those of an older version of the bot. */
export function decodeComponentId(customId: string): Named<ComponentAction> | undefined {
  return decode(componentActions, customId);
}

/** Reads the custom id of a form; undefined for those of an older version of the bot. */
export function decodeFormId(customId: string): Named<FormAction> | undefined {
  return decode(formActions, customId);
}

function decode<Action extends string>(actions: readonly Action[], customId: string): Named<Action> | undefined {
  const colon = customId.indexOf(':');
  const action = actions.find((each) => each === customId.slice(0, colon));
  return action && { action, ref: customId.slice(colon + 1) };
}
