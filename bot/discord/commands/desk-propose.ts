import type { ChatInputCommandInteraction, MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import type { StaffAct } from '#shared/schemas/house.ts';
import { textsFor } from '#shared/text/locales.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { showProposed } from '../views/house.ts';

/** Prepares an act of the staff's and shows what it comes to; it is done when the same person confirms it. */
export async function propose(
  interaction: ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction,
  proposed: StaffAct,
  { core }: Context,
): Promise<Shown> {
  const body = { requestId: interaction.id, act: proposed };
  return showProposed(textsFor(interaction.locale), await core.as(actorOf(interaction)).proposeAct({ body }));
}
