import { ModalBuilder, type ModalSubmitInteraction } from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import { DropKind, type DropView } from '#shared/schemas/drop.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { sayPrice } from '../sentences.ts';
import { encodeCustomId } from './custom-id.ts';
import type { DropFields, DropOptions } from './drafts.ts';
import { label, oneLine, pictureUpload, severalLines } from './form-parts.ts';

const blank: DropFields = { title: '', price: '', specs: '', vodUrl: '' };

/** The form of a drop: five fields, filled with what was typed before where there is something. */
export function buildDropForm(
  texts: TranslatedTexts,
  options: DropOptions,
  again?: { readonly draftId: string; readonly fields: DropFields; readonly pictures: number },
): ModalBuilder {
  const { form } = texts.bot.discord;
  return fillForm(texts, again?.fields ?? blank, again?.pictures ?? 0)
    .setCustomId(encodeCustomId('drop', encodeOptions(options, again?.draftId)))
    .setTitle(form.title);
}

/** The same form, filled with a drop as it stands; it carries the revision that was seen. */
export function buildEditForm(texts: TranslatedTexts, drop: DropView): ModalBuilder {
  const fields = { title: drop.title, price: sayPrice(drop), specs: drop.specs, vodUrl: drop.vodUrl ?? '' };
  return fillForm(texts, fields, drop.pictures.length)
    .setCustomId(encodeCustomId('edit', `${drop.id}.${drop.revision}`))
    .setTitle(texts.bot.discord.selling.manage.editTitle);
}

function fillForm(texts: TranslatedTexts, fields: DropFields, pictures: number): ModalBuilder {
  const { form } = texts.bot.discord;
  const { name, price, specs, vod, picturesAgain } = form;
  const again = { ...picturesAgain, description: fill(picturesAgain.description, { count: pictures }) };
  return new ModalBuilder().addLabelComponents(
    label(name).setTextInputComponent(
      oneLine('title', name.placeholder, fields.title).setMinLength(3).setMaxLength(100),
    ),
    label(price).setTextInputComponent(oneLine('price', price.placeholder, fields.price).setMaxLength(30)),
    label(specs).setTextInputComponent(severalLines('specs', specs.placeholder, fields.specs).setMaxLength(1_500)),
    label(pictures > 0 ? again : form.pictures).setFileUploadComponent(pictureUpload()),
    label(vod).setTextInputComponent(
      oneLine('vod', vod.placeholder, fields.vodUrl).setRequired(false).setMaxLength(300),
    ),
  );
}

/** What was typed. */
export function readDropFields({ fields }: ModalSubmitInteraction): DropFields {
  const typed = (customId: string) => fields.getTextInputValue(customId);
  return { title: typed('title'), price: typed('price'), specs: typed('specs'), vodUrl: typed('vod').trim() };
}

function encodeOptions(options: DropOptions, draftId?: string): string {
  const { guild, kind, units, proofDays, marketerDiscordId, liveOnly, grail, earlyBirdMinutes, raffleMinutes } =
    options;
  const flags = `${liveOnly ? 'l' : ''}${grail ? 'g' : ''}`;
  const minutes = [earlyBirdMinutes, raffleMinutes];
  return [guild, kind, units, proofDays, marketerDiscordId ?? '', draftId ?? '', flags, ...minutes].join('.');
}

/** The command's options, carried by the form's own id; undefined for the forms of an older version of the bot. */
export function decodeOptions(
  ref: string,
): { readonly options: DropOptions; readonly draftId: string | null } | undefined {
  const [guild, kind, units, proofDays, marketer, draftId, flags = '', early = '0', raffle = '0'] = ref.split('.');
  const [readGuild, readKind] = [Guild.safeParse(guild), DropKind.safeParse(kind)];
  const [count, days] = [Number(units), Number(proofDays)];
  if (!readGuild.success || !readKind.success || draftId === undefined) return undefined;
  if (!(count >= 1 && count <= houseRules.unitsPerDropMax) || !(days >= 1)) return undefined;
  const options = {
    guild: readGuild.data,
    kind: readKind.data,
    units: count,
    proofDays: days,
    marketerDiscordId: marketer || null,
    liveOnly: flags.includes('l'),
    grail: flags.includes('g'),
    earlyBirdMinutes: Number(early),
    raffleMinutes: Number(raffle),
  };
  return { options, draftId: draftId || null };
}
