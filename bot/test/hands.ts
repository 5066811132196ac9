import type { FormInput } from '../../sandbox/discord/modal-submission.ts';
import type { Message } from '../../sandbox/discord/model.ts';
import type { Seen } from '../../sandbox/discord/seen.ts';
import { here, seenAs, wordsOn, type BotWorld } from './world.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

/** What people do with the bot in a test, in few words. */
export type Hands = {
  /** Sends `/c500 <subcommand>`, or a subcommand of another command. */
  run(userId: string, subcommand: string, values?: Values, name?: string): Promise<Seen>;
  /** The same, where a private reply is expected. */
  ask(userId: string, subcommand: string, values?: Values, name?: string): Promise<Message>;
  /** Presses the button whose custom id begins like this. */
  press(userId: string, message: Message, begin: string): Promise<Seen>;
  /** Presses a button that changes the message it is on, and answers the message as it is then. */
  step(userId: string, message: Message, begin: string): Promise<Message>;
  /** Chooses in the menu whose custom id begins like this, and answers the message as it is then. */
  choose(userId: string, message: Message, begin: string, ...values: readonly string[]): Promise<Message>;
  /** Hands in a form that was shown. */
  submit(userId: string, shown: Seen, input: FormInput): Promise<Seen>;
};

/** Hands for one world, in the lounge unless another place is named. */
export function handsIn(
  { discord }: Pick<BotWorld, 'discord'>,
  place: { readonly communityId: string; readonly channelId: string } = {
    communityId: here.community,
    channelId: here.lounge,
  },
): Hands {
  const run: Hands['run'] = (userId, subcommand, values = {}, name = 'c500') =>
    discord.runCommand({ ...place, userId, name, options: { subcommand, values } });
  const press: Hands['press'] = (userId, message, begin) =>
    discord.pressButton({ userId, messageId: message.id, customId: customIdOn(message, begin) });
  return {
    run,
    press,
    ask: async (...asked) => privately(await run(...asked)),
    step: async (...pressed) => seenAs(await press(...pressed), 'updated').message,
    choose: async (userId, message, begin, ...values) => {
      const customId = customIdOn(message, begin);
      return seenAs(await discord.chooseOptions({ userId, messageId: message.id, customId, values }), 'updated')
        .message;
    },
    submit: (userId, shown, input) =>
      discord.submitModal({ userId, modalId: seenAs(shown, 'modal').modal.id, ...input }),
  };
}

/** The message of a reply that only its person sees. @throws Error when it is anything else */
export function privately(seen: Seen): Message {
  const { message, ephemeral } = seenAs(seen, 'message');
  if (!ephemeral) throw new Error(`everybody sees ${wordsOn(message)}`);
  return message;
}

/** The custom id on a message that begins like this. @throws Error when there is none */
export function customIdOn(message: Message, begin: string): string {
  const ids = [...wordsOn(message).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id = '']) => id);
  const found = ids.find((id) => id === begin || id.startsWith(`${begin}:`) || id.startsWith(`${begin}.`));
  if (found === undefined) throw new Error(`nothing is named ${begin} among ${ids.join(', ')}`);
  return found;
}
