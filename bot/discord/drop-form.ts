import {
  FileUploadBuilder,
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import { DropKind } from '#shared/schemas/drop.ts';
import { en, fill } from '#shared/text/say.ts';
import { encodeCustomId } from './custom-id.ts';
import type { DropFields, DropOptions } from './drafts.ts';

const { form } = en.bot.discord;
const blank: DropFields = { title: '', price: '', specs: '', vodUrl: '' };

/** The form of a drop: five fields, filled with what was typed before where there is something. */
export function buildDropForm(
  options: DropOptions,
  again?: { readonly draftId: string; readonly fields: DropFields; readonly pictures: number },
): ModalBuilder {
  const fields = again?.fields ?? blank;
  const hasPictures = again !== undefined && again.pictures > 0;
  const pictures = hasPictures
    ? { ...form.picturesAgain, description: fill(form.picturesAgain.description, { count: again.pictures }) }
    : form.pictures;
  const upload = new FileUploadBuilder()
    .setCustomId('pictures')
    .setRequired(false)
    .setMinValues(0)
    .setMaxValues(houseRules.picturesPerDropMax)
    .setFileTypes('.png', '.jpg', '.jpeg', '.webp');
  return new ModalBuilder()
    .setCustomId(encodeCustomId('drop', encodeOptions(options, again?.draftId)))
    .setTitle(form.title)
    .addLabelComponents(
      label(form.name).setTextInputComponent(
        line('title', fields.title, form.name.placeholder).setMinLength(3).setMaxLength(100),
      ),
      label(form.price).setTextInputComponent(line('price', fields.price, form.price.placeholder).setMaxLength(30)),
      label(form.specs).setTextInputComponent(
        line('specs', fields.specs, form.specs.placeholder).setStyle(TextInputStyle.Paragraph).setMaxLength(1_500),
      ),
      label(pictures).setFileUploadComponent(upload),
      label(form.vod).setTextInputComponent(
        line('vod', fields.vodUrl, form.vod.placeholder).setRequired(false).setMaxLength(300),
      ),
    );
}

function label(texts: { readonly label: string; readonly description: string }): LabelBuilder {
  return new LabelBuilder().setLabel(texts.label).setDescription(texts.description);
}

function line(customId: string, value: string, placeholder: string): TextInputBuilder {
  const input = new TextInputBuilder().setCustomId(customId).setStyle(TextInputStyle.Short).setPlaceholder(placeholder);
  return value === '' ? input : input.setValue(value);
}

/** What was typed. */
export function readDropFields({ fields }: ModalSubmitInteraction): DropFields {
  const typed = (customId: string) => fields.getTextInputValue(customId);
  return { title: typed('title'), price: typed('price'), specs: typed('specs'), vodUrl: typed('vod').trim() };
}

function encodeOptions({ guild, kind, units, proofDays, marketerDiscordId }: DropOptions, draftId?: string): string {
  return [guild, kind, units, proofDays, marketerDiscordId ?? '', draftId ?? ''].join('.');
}

/** The command's options, carried by the form's own id; undefined for the forms of an older version of the bot. */
export function decodeOptions(
  ref: string,
): { readonly options: DropOptions; readonly draftId: string | null } | undefined {
  const [guild, kind, units, proofDays, marketer, draftId] = ref.split('.');
  const [readGuild, readKind] = [Guild.safeParse(guild), DropKind.safeParse(kind)];
  if (!readGuild.success || !readKind.success || draftId === undefined) return undefined;
  const options = {
    guild: readGuild.data,
    kind: readKind.data,
    units: Number(units),
    proofDays: Number(proofDays),
    marketerDiscordId: marketer || null,
  };
  return { options, draftId: draftId || null };
}
