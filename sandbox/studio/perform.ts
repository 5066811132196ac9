import { personCalled, type Person } from '../people.ts';
import { ImpossibleActionError } from '../discord/refusal.ts';
import type { Seen } from '../discord/seen.ts';
import { pictures } from '../seed/pictures.ts';
import type { PictureShelf } from '../seed/pictures-shelf.ts';
import { ApiRefusal } from '../stripe/refusal.ts';
import type { World } from '../world.ts';
import type { Act, ActAnswer, FileInput } from './act.ts';
import { setFault } from './faults.ts';
import { findEventId } from './traffic.ts';

/** An act that the world does not allow. The message is a sentence for the person at the Studio. */
export class ActRefusedError extends Error {
  override readonly name = 'ActRefusedError';
}

/** What acts work on: the world, the pictures, and who has shared who they are with the extension, as `<person>:<channel>`. */
export type Stage = { readonly world: World; readonly shelf: PictureShelf; readonly shared: Set<string> };

const done: ActAnswer = { problem: null };

/**
 * Does what somebody at the Studio asked for.
 *
 * @throws ActRefusedError with a sentence when the world does not allow it
 */
export async function perform(stage: Stage, act: Act): Promise<ActAnswer> {
  const { world, shared } = stage;
  try {
    switch (act.act) {
      case 'go-live':
      case 'go-offline':
      case 'set-title':
      case 'say':
      case 'keep-recordings':
      case 'expire-recordings':
      case 'withdraw-consent':
        return performOnTwitch(world, act);
      case 'extension-auth':
        return { ...done, auth: world.twitch.extensionAuth(viewerOf(stage, act.person, act.channel)) };
      case 'share-identity':
        shared.add(`${findPerson(act.person).key}:${findPerson(act.channel).key}`);
        return done;
      case 'run-command':
      case 'autocomplete':
      case 'press-button':
      case 'choose':
      case 'submit-modal':
      case 'write':
        return await performOnDiscord(stage, act);
      case 'use-on-message':
      case 'use-on-person':
      case 'launch':
      case 'set-locale':
      case 'set-dms':
        return await performInMenus(world, act);
      default:
        return await performBehind(world, act);
    }
  } catch (error) {
    if (error instanceof ImpossibleActionError) throw new ActRefusedError(`${error.message}.`, { cause: error });
    throw error;
  }
}

type TwitchAct = Extract<
  Act,
  { act: 'go-live' | 'go-offline' | 'set-title' | 'say' | 'keep-recordings' | 'expire-recordings' | 'withdraw-consent' }
>;

function performOnTwitch({ twitch }: World, act: TwitchAct): ActAnswer {
  const who = twitchOf(findPerson(act.person));
  switch (act.act) {
    case 'go-live':
      twitch.goLive(who, act.title);
      return done;
    case 'go-offline':
      twitch.goOffline(who);
      return done;
    case 'set-title':
      twitch.setTitle(who, act.title);
      return done;
    case 'say': {
      const channelId = twitchOf(findPerson(act.channel));
      const sourceChannelId = act.source === undefined ? undefined : twitchOf(findPerson(act.source));
      const said = twitch.model.chat.say({ channelId, userId: who, text: act.text, sourceChannelId });
      if (!said.ok) throw new ActRefusedError('Twitch chat did not take that line.');
      return done;
    }
    case 'keep-recordings':
      twitch.model.channels.setKeepsVideos(who, act.on);
      return done;
    case 'expire-recordings':
      twitch.model.recordings.expire(who);
      return done;
    case 'withdraw-consent':
      twitch.model.disconnect(who);
      return done;
  }
}

type DiscordAct = Extract<
  Act,
  { act: 'run-command' | 'autocomplete' | 'press-button' | 'choose' | 'submit-modal' | 'write' }
>;

async function performOnDiscord({ world, shelf }: Stage, act: DiscordAct): Promise<ActAnswer> {
  const { discord } = world;
  const userId = discordOf(findPerson(act.person));
  switch (act.act) {
    case 'run-command': {
      const seen = await discord.runCommand({ ...whereOf(world, userId, act.channelId), ...commandOf(act) });
      return { ...answerOf(seen), ...(seen.kind === 'activity' ? { activityIn: act.channelId } : {}) };
    }
    case 'autocomplete': {
      const { options, name } = commandOf(act);
      const typing = { ...whereOf(world, userId, act.channelId), ...options, name, focused: act.focused };
      return { ...done, choices: [...(await discord.autocomplete(typing))] };
    }
    case 'press-button':
      return opening(world, act.messageId, await discord.pressButton({ userId, ...pick(act) }));
    case 'choose': {
      const seen = await discord.chooseOptions({ userId, ...pick(act), values: act.values });
      return opening(world, act.messageId, seen);
    }
    case 'submit-modal': {
      const reading = Object.entries(act.files).map(async ([id, list]) => {
        const files = await Promise.all(list.map((file) => readFile(shelf, file)));
        return [id, files] as const;
      });
      const files = Object.fromEntries(await Promise.all(reading));
      return answerOf(await discord.submitModal({ userId, modalId: act.modalId, values: act.values, files }));
    }
    case 'write': {
      const files = await Promise.all((act.files ?? []).map((file) => readFile(shelf, file)));
      discord.sayInChannel(userId, act.channelId, act.text, files);
      return done;
    }
  }
}

type MenuAct = Extract<Act, { act: 'use-on-message' | 'use-on-person' | 'launch' | 'set-locale' | 'set-dms' }>;

async function performInMenus(world: World, act: MenuAct): Promise<ActAnswer> {
  const { discord } = world;
  const userId = discordOf(findPerson(act.person));
  switch (act.act) {
    case 'use-on-message':
      return answerOf(await discord.useOnMessage({ userId, messageId: act.messageId, name: act.name }));
    case 'use-on-person': {
      const { targetId, name, channelId } = act;
      return answerOf(await discord.useOnPerson({ ...whereOf(world, userId, channelId), targetId, name }));
    }
    case 'launch': {
      const seen = await discord.launch(whereOf(world, userId, act.channelId));
      return { ...answerOf(seen), ...(seen.kind === 'activity' ? { activityIn: act.channelId } : {}) };
    }
    case 'set-locale':
      discord.byHand.setLocale(userId, act.locale);
      return done;
    case 'set-dms':
      discord.byHand.setAcceptsDms(userId, act.open);
      return done;
  }
}

type BehindAct = Extract<
  Act,
  {
    act:
      | 'carry'
      | 'bank'
      | 'advance-clock'
      | 'set-fault'
      | 'redeliver'
      | 'kill-core'
      | 'delete-message'
      | 'delete-channel'
      | 'stir-gateway';
  }
>;

async function performBehind(world: World, act: BehindAct): Promise<ActAnswer> {
  switch (act.act) {
    case 'carry':
      carry(world, act);
      return done;
    case 'bank':
      bank(world, act);
      return done;
    case 'advance-clock':
      await world.clock.advance(act.ms);
      return done;
    case 'set-fault':
      setFault(world, act.fault, act.on);
      return done;
    case 'redeliver': {
      const eventId = findEventId(world, act.trafficId);
      if (eventId === undefined) throw new ActRefusedError('That event is no longer kept.');
      await world.stripe.redeliver(eventId);
      return done;
    }
    case 'delete-message':
      world.discord.byHand.deleteMessage(act.messageId);
      return done;
    case 'delete-channel':
      world.discord.byHand.deleteChannel(act.channelId);
      return done;
    case 'stir-gateway':
      if (act.how === 'reconnect') world.discord.restartGateway();
      else world.discord.invalidateSessions(false);
      return done;
    case 'kill-core':
      await world.product.kill();
      return done;
  }
}

function carry({ easypost }: World, { number, deed, toCountry }: Extract<Act, { act: 'carry' }>): void {
  if (!easypost.find(number)) throw new ActRefusedError('No carrier knows of that parcel.');
  easypost.carry(number, deed, toCountry === undefined ? {} : { toCountry });
}

/** What the buyer's bank does with the payment of an order, and with the newest dispute of it. */
function bank({ stripe }: World, { tag, deed }: Extract<Act, { act: 'bank' }>): void {
  const charge = [...stripe.model.charges.values()].findLast(
    ({ metadata, status }) => metadata['tag'] === tag && status === 'succeeded',
  );
  if (!charge) throw new ActRefusedError('Nobody has paid for that order.');
  const dispute = [...stripe.model.disputes.values()].findLast((each) => each.charge === charge.id);
  try {
    if (deed === 'warn') stripe.warnOfFraud(charge.id);
    else if (deed === 'ask') stripe.openDispute(charge.id, 'fraudulent', { isInquiry: true });
    else if (deed === 'dispute' && dispute?.status.startsWith('warning_')) stripe.escalateInquiry(dispute.id);
    else if (deed === 'dispute') stripe.openDispute(charge.id, 'product_not_received');
    else if (!dispute) throw new ActRefusedError('The bank has not asked about that payment.');
    else stripe.closeDispute(dispute.id, deed === 'close' ? 'closed' : deed);
  } catch (error) {
    if (error instanceof ApiRefusal) throw new ActRefusedError(error.message);
    throw error;
  }
}

function pick({ messageId, customId }: { readonly messageId: string; readonly customId: string }) {
  return { messageId, customId };
}

/** An activity that a button or a menu opened is in the channel of its message. */
function opening({ discord }: World, messageId: string, seen: Seen): ActAnswer {
  const channelId = discord.model.messages.get(messageId)?.channelId;
  return {
    ...answerOf(seen),
    ...(seen.kind === 'activity' && channelId !== undefined ? { activityIn: channelId } : {}),
  };
}

function commandOf(act: Extract<Act, { act: 'run-command' | 'autocomplete' }>) {
  const { name, group, subcommand, values } = act;
  return { name, options: { values, ...(group ? { group } : {}), ...(subcommand ? { subcommand } : {}) } };
}

function whereOf({ discord }: World, userId: string, channelId: string) {
  const channel = discord.model.channels.get(channelId);
  return { userId, channelId, communityId: channel && channel.kind !== 'dm' ? channel.communityId : null };
}

function answerOf(seen: Seen): ActAnswer {
  switch (seen.kind) {
    case 'modal':
      return { ...done, formId: seen.modal.id };
    case 'message':
    case 'updated':
      return { ...done, messageId: seen.message.id, channelId: seen.message.channelId };
    case 'failed':
      return { problem: seen.detail };
    case 'activity':
      return done;
  }
}

type FormFile = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array };

async function readFile(shelf: PictureShelf, file: FileInput): Promise<FormFile> {
  if (!('sample' in file)) {
    return { name: file.name, contentType: file.contentType, bytes: Buffer.from(file.base64, 'base64') };
  }
  const picture = pictures.find(({ name }) => name === file.sample);
  if (!picture) throw new ActRefusedError('The sandbox draws no such picture.');
  return { name: `${picture.name}.png`, contentType: 'image/png', bytes: await shelf.fetch(picture.name) };
}

function viewerOf({ world, shared }: Stage, key: string | null, channel: string) {
  const channelId = twitchOf(findPerson(channel));
  const account = key === null ? null : findPerson(key).twitch;
  if (!account) return { channelId, userId: null, opaqueId: 'Asandboxguest', shared: false, role: 'viewer' } as const;
  const moderates = world.twitch.model.channels.find(channelId)?.moderatorIds.includes(account.id) ?? false;
  const viewer = moderates ? 'moderator' : 'viewer';
  return {
    channelId,
    userId: account.id,
    opaqueId: `U${account.id}`,
    shared: shared.has(`${key}:${channel}`),
    role: account.id === channelId ? 'broadcaster' : viewer,
  } as const;
}

function findPerson(key: string): Person {
  try {
    return personCalled(key);
  } catch (cause) {
    throw new ActRefusedError('Nobody in the sandbox is called that.', { cause });
  }
}

function twitchOf(person: Person): string {
  if (!person.twitch) throw new ActRefusedError(`${person.name} has no Twitch account.`);
  return person.twitch.id;
}

function discordOf(person: Person): string {
  if (!person.discord) throw new ActRefusedError(`${person.name} has no Discord account.`);
  return person.discord.id;
}
