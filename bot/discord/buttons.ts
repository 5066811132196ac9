import type { ButtonInteraction, ModalBuilder } from 'discord.js';
import { en } from '#shared/text/say.ts';
import type { Said } from '../sentences.ts';
import { actorOf, type Context } from './context.ts';
import type { Action } from './custom-id.ts';
import { buildDropForm } from './drop-form.ts';
import { showCancelled, showClaim, type Shown } from './messages.ts';
import { postMissingCard } from './open-drop.ts';

type Run = (interaction: ButtonInteraction, ref: string, context: Context) => Promise<Shown>;

/**
 * What a button does. `reply` answers privately, `update` changes the message it is on, `form` opens a form at once or says why
 * there is none.
 */
export type Button =
  | { readonly answers: 'reply' | 'update'; readonly run: Run }
  | {
      readonly answers: 'form';
      readonly open: (interaction: ButtonInteraction, ref: string, context: Context) => ModalBuilder | Said;
    };

/** Every button by its action. Pressing one proves nothing but who pressed: the core judges the rest. */
export const buttons: Record<Exclude<Action, 'drop'>, Button> = {
  claim: { answers: 'reply', run: claim },
  cancel: { answers: 'update', run: cancel },
  again: { answers: 'form', open: openAgain },
  card: { answers: 'update', run: (_interaction, dropId, context) => postMissingCard(dropId, context) },
};

async function claim(interaction: ButtonInteraction, dropId: string, { core }: Context): Promise<Shown> {
  return showClaim(await core.as(actorOf(interaction)).claimUnit({ params: { dropId } }));
}

async function cancel(interaction: ButtonInteraction, tag: string, { core }: Context): Promise<Shown> {
  const { order } = await core.as(actorOf(interaction)).cancelClaim({ params: { tag } });
  return showCancelled(order);
}

function openAgain(interaction: ButtonInteraction, draftId: string, { drafts }: Context): ModalBuilder | Said {
  const { expired, expiredRemedy } = en.bot.discord.again;
  const draft = drafts.find(draftId, interaction.user.id);
  if (!draft) return { sentence: expired, remedy: expiredRemedy };
  return buildDropForm(draft.options, { draftId, fields: draft.fields, pictures: draft.pictures.length });
}
