import {
  type ChatInputCommandInteraction,
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { encodeCustomId } from '../custom-id.ts';
import { label, pictureUpload, severalLines } from '../form-parts.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { keepPictures, sayFormFailure } from '../uploads.ts';
import { showSetup } from '../views/selling.ts';
import type { FormCommand, ReplyCommand } from './command.ts';
import { named } from './localized.ts';

const linksMax = 5;

/** `/c500 apply`: asks to become a builder. */
export const applyCommand: FormCommand = {
  name: 'apply',
  answers: 'form',
  describe: (sub) => named(sub, ({ apply }) => apply),
  open: ({ locale }: ChatInputCommandInteraction) => buildApplication(locale),
};

/** `/c500 setup`: what is connected, and the next step, with private links. */
export const setupCommand: ReplyCommand = {
  name: 'setup',
  answers: 'reply',
  describe: (sub) => named(sub, ({ setup }) => setup),
  run: async (interaction, { core }) =>
    showSetup(textsFor(interaction.locale), await core.as(actorOf(interaction)).getSetup({})),
};

/** What the application's form does. */
export const applyForms = { apply: { answers: 'reply', run: apply } } as const satisfies Record<string, Form>;

function buildApplication(locale: string): ModalBuilder {
  const { selling, guilds } = textsFor(locale).bot.discord;
  const { title, about, links, guild, pictures } = selling.apply;
  const menu = new StringSelectMenuBuilder()
    .setCustomId('guild')
    .addOptions(
      Guild.options.map((value) =>
        new StringSelectMenuOptionBuilder()
          .setValue(value)
          .setLabel(guilds[value].name)
          .setEmoji({ name: guilds[value].emoji }),
      ),
    );
  return new ModalBuilder()
    .setCustomId(encodeCustomId('apply', 'me'))
    .setTitle(title)
    .addLabelComponents(
      new LabelBuilder().setLabel(guild.label).setDescription(guild.description).setStringSelectMenuComponent(menu),
      label(about).setTextInputComponent(severalLines('about', about.placeholder).setMinLength(20).setMaxLength(1_500)),
      label(links).setTextInputComponent(severalLines('links', links.placeholder).setMaxLength(1_500)),
      label(pictures).setFileUploadComponent(pictureUpload()),
    );
}

async function apply(interaction: ModalSubmitInteraction, _ref: string, context: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const { fields } = interaction;
  const core = context.core.as(actorOf(interaction));
  const links = fields
    .getTextInputValue('links')
    .split(/\s+/)
    .filter((each) => each !== '');
  if (links.length === 0 || links.length > linksMax || links.some((each) => each.length > 300))
    throw new RefusedError(texts.refusals['bad-link']);
  let pictures: Awaited<ReturnType<typeof keepPictures>>;
  try {
    pictures = await keepPictures(core, interaction, context.cdnHosts);
  } catch (error) {
    context.log.info({ err: error }, 'a picture of an application could not be used');
    throw new RefusedError(sayFormFailure(texts, error));
  }
  const setup = await core.apply({
    body: {
      guild: Guild.parse(fields.getStringSelectValues('guild')[0]),
      about: fields.getTextInputValue('about'),
      links,
      pictures: pictures.map(({ name }) => name),
    },
  });
  return showSetup(texts, setup);
}
