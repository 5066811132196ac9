import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalBuilder,
  ModalSubmitInteraction,
  SlashCommandSubcommandBuilder,
} from 'discord.js';
import { LabelBuilder, ModalBuilder as Modal, TextInputBuilder, TextInputStyle } from 'discord.js';
import { houseRules, minute } from '#shared/house-rules.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import { DropKind, type DropView } from '#shared/schemas/drop.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Component, Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { encodeCustomId } from '../custom-id.ts';
import { buildDropForm, buildEditForm, readDropFields } from '../drop-form.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { discardDrop, openAgain, postDrop, previewDrop } from '../open-drop.ts';
import { soon } from '../patience.ts';
import { keepPictures, sayFormFailure } from '../uploads.ts';
import { showManaged } from '../views/drops.ts';
import type { FormCommand } from './command.ts';
import { choice, named } from './localized.ts';

/** `/c500 drop`: opens the form of a drop, which is looked at before it is posted. */
export const dropCommand: FormCommand = { name: 'drop', answers: 'form', describe, open };

/** What the buttons under a preview and of a builder's own drop do. */
export const dropComponents = {
  again: { answers: 'form', open: openAgain },
  post: { answers: 'update', run: postDrop },
  discard: { answers: 'update', run: discardDrop },
  manage: { answers: 'reply', run: manage },
  edit: { answers: 'form', open: openEdit },
  restock: { answers: 'form', open: openRestock },
  status: { answers: 'update', run: changeStatus },
  close: { answers: 'update', run: askToClose },
} as const satisfies Record<string, Component>;

/** What the forms of a drop do. */
export const dropForms = {
  drop: { answers: 'update', run: previewDrop },
  edit: { answers: 'update', run: edit },
  restock: { answers: 'update', run: restock },
} as const satisfies Record<string, Form>;

function describe(sub: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  const week = 7 * 24 * 60;
  return named(sub, ({ drop }) => drop)
    .addStringOption((option) =>
      named(option, ({ drop }) => drop.guild)
        .setRequired(true)
        .addChoices(
          ...Guild.options.map((value) => choice(value, (texts) => sayGuild(texts.bot.discord.guilds[value]))),
        ),
    )
    .addStringOption((option) =>
      named(option, ({ drop }) => drop.kind)
        .setRequired(true)
        .addChoices(...DropKind.options.map((value) => choice(value, (texts) => texts.bot.discord.kinds[value]))),
    )
    .addIntegerOption((option) =>
      named(option, ({ drop }) => drop.units)
        .setRequired(true)
        .setMinValue(1)
        .setMaxValue(houseRules.unitsPerDropMax),
    )
    .addIntegerOption((option) =>
      named(option, ({ drop }) => drop.days)
        .setRequired(true)
        .setMinValue(1)
        .setMaxValue(houseRules.proofDaysMax),
    )
    .addUserOption((option) => named(option, ({ drop }) => drop.marketer))
    .addBooleanOption((option) => named(option, ({ drop }) => drop.live))
    .addBooleanOption((option) => named(option, ({ drop }) => drop.grail))
    .addIntegerOption((option) =>
      named(option, ({ drop }) => drop.early)
        .setMinValue(1)
        .setMaxValue(week),
    )
    .addIntegerOption((option) =>
      named(option, ({ drop }) => drop.raffle)
        .setMinValue(houseRules.raffleWindowMsMin / minute)
        .setMaxValue(houseRules.raffleWindowMsMax / minute),
    );
}

/** A guild as it stands in a list of choices. */
export function sayGuild({ emoji, name }: { readonly emoji: string; readonly name: string }): string {
  return `${emoji} ${name}`;
}

function open({ options, locale }: ChatInputCommandInteraction): ModalBuilder {
  return buildDropForm(textsFor(locale), {
    // Discord offers only our own choices, so these parse unless Discord itself breaks its word.
    guild: Guild.parse(options.getString('guild', true)),
    kind: DropKind.parse(options.getString('kind', true)),
    units: options.getInteger('units', true),
    proofDays: options.getInteger('days', true),
    marketerDiscordId: options.getUser('marketer')?.id ?? null,
    liveOnly: options.getBoolean('live-only') ?? false,
    grail: options.getBoolean('grail') ?? false,
    earlyBirdMinutes: options.getInteger('early-bird') ?? 0,
    raffleMinutes: options.getInteger('raffle') ?? 0,
  });
}

/** The builder's own drop. @throws RefusedError to whoever it does not belong to */
async function findMine(
  interaction: MessageComponentInteraction,
  dropId: string,
  { core }: Context,
  signal?: AbortSignal,
): Promise<DropView> {
  const { drops } = await core.as(actorOf(interaction)).listMyDrops({}, signal);
  const found = drops.find(({ id }) => id === dropId);
  if (!found) throw new RefusedError(textsFor(interaction.locale).refusals['not-your-drop']);
  return found;
}

async function manage(interaction: MessageComponentInteraction, dropId: string, context: Context): Promise<Shown> {
  return showManaged(textsFor(interaction.locale), await findMine(interaction, dropId, context));
}

async function openEdit(
  interaction: MessageComponentInteraction,
  dropId: string,
  context: Context,
): Promise<ModalBuilder> {
  return buildEditForm(textsFor(interaction.locale), await findMine(interaction, dropId, context, soon()));
}

async function edit(interaction: ModalSubmitInteraction, ref: string, context: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const [, dropId = '', revision = ''] = /^([^.]+)\.(.+)$/.exec(ref) ?? [];
  const core = context.core.as(actorOf(interaction));
  const { title, price, specs, vodUrl } = readDropFields(interaction);
  let pictures: Awaited<ReturnType<typeof keepPictures>>;
  try {
    pictures = await keepPictures(core, interaction, context.cdnHosts);
  } catch (error) {
    context.log.info({ err: error, dropId }, 'a picture of a form could not be used');
    throw new RefusedError(sayFormFailure(texts, error));
  }
  const drop = await core.editDrop({
    params: { dropId },
    body: {
      revision,
      title,
      priceTyped: price,
      specs,
      vodUrl: vodUrl === '' ? null : vodUrl,
      ...(pictures.length > 0 ? { pictures: pictures.map(({ name }) => name) } : {}),
    },
  });
  return showManaged(texts, drop);
}

function openRestock({ locale }: MessageComponentInteraction, dropId: string): ModalBuilder {
  const { title, count } = textsFor(locale).bot.discord.selling.manage.restockForm;
  const field = new TextInputBuilder()
    .setCustomId('count')
    .setStyle(TextInputStyle.Short)
    .setPlaceholder(count.placeholder)
    .setMaxLength(4);
  return new Modal()
    .setCustomId(encodeCustomId('restock', dropId))
    .setTitle(title)
    .addLabelComponents(
      new LabelBuilder().setLabel(count.label).setDescription(count.description).setTextInputComponent(field),
    );
}

async function restock(interaction: ModalSubmitInteraction, dropId: string, { core }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const typed = interaction.fields.getTextInputValue('count').trim();
  const count = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (count < 1 || count > houseRules.unitsPerDropMax) {
    const { unreadable, unreadableRemedy } = texts.bot.discord.selling.manage.restockForm;
    throw new RefusedError({ sentence: fill(unreadable, { typed }), remedy: unreadableRemedy });
  }
  const body = { count, requestId: interaction.id };
  return showManaged(texts, await core.as(actorOf(interaction)).restockDrop({ params: { dropId }, body }));
}

async function changeStatus(interaction: MessageComponentInteraction, ref: string, { core }: Context): Promise<Shown> {
  const [, status, dropId = ''] = /^(open|paused|closed)\.(.+)$/.exec(ref) ?? [];
  const texts = textsFor(interaction.locale);
  if (status !== 'open' && status !== 'paused' && status !== 'closed')
    throw new RefusedError(texts.bot.discord.unknownButton);
  const call = { params: { dropId }, body: { status } } as const;
  return showManaged(texts, await core.as(actorOf(interaction)).setMyDropStatus(call));
}

async function askToClose(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  const [, step, dropId = ''] = /^(ask|back)\.(.+)$/.exec(ref) ?? [];
  const drop = await findMine(interaction, dropId, context);
  return showManaged(textsFor(interaction.locale), drop, step === 'ask');
}
