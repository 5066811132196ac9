import type { MessageComponentInteraction } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import type { Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showRaffle } from '../views/raffles.ts';

/** What the buttons of raffles do. `raffle` is on public cards, `entry` on private replies. */
export const raffleComponents = {
  raffle: { answers: 'reply', run: (interaction, dropId, context) => change(interaction, 'enter', dropId, context) },
  entry: { answers: 'update', run: changeEntry },
} as const satisfies Record<string, Component>;

async function changeEntry(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  const [, step, dropId = ''] = /^(enter|leave)\.(.+)$/.exec(ref) ?? [];
  if (step !== 'enter' && step !== 'leave')
    throw new RefusedError(textsFor(interaction.locale).bot.discord.unknownButton);
  return change(interaction, step, dropId, context);
}

async function change(
  interaction: MessageComponentInteraction,
  step: 'enter' | 'leave',
  dropId: string,
  { core }: Context,
): Promise<Shown> {
  const params = { dropId };
  const drop = await core.own.getDrop({ params });
  const me = core.as(actorOf(interaction));
  const raffle = step === 'enter' ? await me.enterRaffle({ params }) : await me.leaveRaffle({ params });
  return showRaffle(textsFor(interaction.locale), drop, raffle);
}
