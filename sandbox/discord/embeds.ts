import { type APIEmbed, EmbedType } from 'discord-api-types/v10';
import {
  at,
  type Field,
  isGiven,
  present,
  readFlag,
  readList,
  readOptionalNumber,
  readOptionalText,
  readText,
  readUrl,
  refuse,
  requireObject,
} from './form.ts';
import { type MediaContext, readImageUrl } from './media.ts';

const sumMax = 6000;

function readEmbed(field: Field, context: MediaContext): APIEmbed {
  requireObject(field);
  const part = <T>(key: string, read: (from: Field) => T): T | undefined => {
    const from = at(field, key);
    return isGiven(from) ? read(from) : undefined;
  };
  const link = (from: Field) => (isGiven(from) ? readUrl(from, ['http', 'https']) : undefined);
  const icon = (from: Field) => (isGiven(from) ? readImageUrl(from, context) : undefined);
  const image = (from: Field) => ({ url: readImageUrl(at(from, 'url'), context) });
  return present({
    type: EmbedType.Rich,
    title: readOptionalText(at(field, 'title'), { max: 256 }),
    description: readOptionalText(at(field, 'description'), { max: 4096 }),
    url: link(at(field, 'url')),
    timestamp: part('timestamp', readTimestamp),
    color: readOptionalNumber(at(field, 'color'), { min: 0, max: 0xffffff }),
    footer: part('footer', (from) =>
      present({ text: readText(at(from, 'text'), { max: 2048 }), icon_url: icon(at(from, 'icon_url')) }),
    ),
    image: part('image', image),
    thumbnail: part('thumbnail', image),
    author: part('author', (from) =>
      present({
        name: readText(at(from, 'name'), { max: 256 }),
        url: link(at(from, 'url')),
        icon_url: icon(at(from, 'icon_url')),
      }),
    ),
    fields: part('fields', (list) =>
      readList(list, { max: 25 }).map((each) => ({
        name: readText(at(each, 'name'), { min: 1, max: 256 }),
        value: readText(at(each, 'value'), { min: 1, max: 1024 }),
        inline: readFlag(at(each, 'inline')) ?? false,
      })),
    ),
  });
}

function readTimestamp(field: Field): string {
  const text = readText(field, { min: 1 });
  if (Number.isNaN(Date.parse(text))) {
    refuse(field, 'DATE_TIME_TYPE_PARSE', `Could not parse ${text}. Should be ISO8601.`);
  }
  return text;
}

function lengthOf(embed: APIEmbed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const fields = (embed.fields ?? []).flatMap((each) => [each.name, each.value]);
  return [...texts, ...fields].reduce((sum, each) => sum + [...(each ?? '')].length, 0);
}

/** The embeds of a message: at most 10, at most 6000 characters together. */
export function readEmbeds(field: Field, context: MediaContext): readonly APIEmbed[] {
  const embeds = readList(field, { max: 10 }).map((each) => readEmbed(each, context));
  const sum = embeds.reduce((total, each) => total + lengthOf(each), 0);
  if (sum > sumMax) refuse(field, 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${sumMax}`);
  return embeds;
}
