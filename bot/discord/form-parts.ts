import { FileUploadBuilder, LabelBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';

/** The words of one field of a form. */
export type FieldTexts = { readonly label: string; readonly description: string };

/** A field's label and description; what is labelled is added to it. */
export function label(texts: FieldTexts): LabelBuilder {
  return new LabelBuilder().setLabel(texts.label).setDescription(texts.description);
}

/** A line of text, filled with what was typed before where there is something. */
export function oneLine(customId: string, placeholder: string, value = ''): TextInputBuilder {
  return input(customId, placeholder, value).setStyle(TextInputStyle.Short);
}

/** Several lines of text. */
export function severalLines(customId: string, placeholder: string, value = ''): TextInputBuilder {
  return input(customId, placeholder, value).setStyle(TextInputStyle.Paragraph);
}

function input(customId: string, placeholder: string, value: string): TextInputBuilder {
  const field = new TextInputBuilder().setCustomId(customId).setPlaceholder(placeholder);
  return value === '' ? field : field.setValue(value);
}

/** Room for the pictures that a drop or an application may have. */
export function pictureUpload(): FileUploadBuilder {
  return new FileUploadBuilder()
    .setCustomId('pictures')
    .setRequired(false)
    .setMinValues(0)
    .setMaxValues(houseRules.picturesPerDropMax)
    .setFileTypes('.png', '.jpg', '.jpeg', '.webp');
}
