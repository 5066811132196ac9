import { day, minute } from '#shared/house-rules.ts';
import { usableParts } from '../discord/components.ts';
import type { FormFile } from '../discord/modal-submission.ts';
import { personCalled } from '../people.ts';
import type { World } from '../world.ts';
import type { PictureName } from './pictures.ts';
import { openPictureShelf } from './pictures-shelf.ts';

/** A drop as its builder would list it in Discord. */
type SeedDrop = {
  readonly by: string;
  readonly options: Readonly<Record<string, string | number>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly picture: PictureName;
};

const drops: readonly SeedDrop[] = [
  {
    by: 'yuzu',
    options: { guild: 'artisan', kind: 'stock', units: 6, days: 10 },
    fields: {
      title: 'Koi pond artisan keycap',
      price: '85',
      specs:
        'Hand-cast resin, SA row 1, fits MX stems. Two koi, real gold leaf, a ripple on top. Each one comes out a little different.',
      vod: '',
    },
    picture: 'resin-keycap',
  },
  {
    by: 'tide',
    options: { guild: 'modder', kind: 'commission', units: 4, days: 14 },
    fields: {
      title: 'Full tune: lube, film, stabs',
      price: '$120.00',
      specs: '70 linears lubed with 205g0, filmed, springs swapped to 63.5 g, stabilisers tuned until they are silent.',
      vod: '',
    },
    picture: 'lubed-switches',
  },
  {
    by: 'relic',
    options: { guild: 'vintage', kind: 'stock', units: 1, days: 21 },
    fields: {
      title: 'Restored 1986 terminal board',
      price: '540',
      specs: 'Buckling springs, every barrel cleaned, new foam, USB-C inside the original case. One of one.',
      vod: '',
    },
    picture: 'vintage-board',
  },
  {
    by: 'yuzu',
    options: { guild: 'artisan', kind: 'stock', units: 2, days: 10, raffle: (2 * day) / minute },
    fields: {
      title: 'A whale under the moon',
      price: '95',
      specs:
        'Two of two, cast in clear resin over a small painted sea. They are drawn for: everybody has the same chance.',
      vod: '',
    },
    picture: 'resin-keycap',
  },
];

/** The first drops, whose pictures are drawn beside whatever else is started meanwhile. */
export type SeedDrops = {
  /** Lists them as their builders would: with the command and the form, so that their cards hang in the channels. */
  list(world: World): Promise<void>;
  close(): Promise<void>;
};

/** Begins to draw the pictures of the first drops. */
export function prepareSeedDrops(): SeedDrops {
  const shelf = openPictureShelf();
  const drawn = drops.map(({ picture }) => shelf.fetch(picture));
  return {
    async list(world) {
      for (const [index, { by, options, fields, picture }] of drops.entries()) {
        const bytes = (await drawn[index]) ?? new Uint8Array();
        const file = { name: `${picture}.png`, contentType: 'image/png', bytes };
        await listByCommand(world, by, { options, fields, pictures: [file] });
      }
    },
    close: () => shelf.close(),
  };
}

/** What a builder types into the command and the form. */
export type Listing = Pick<SeedDrop, 'options' | 'fields'> & { readonly pictures?: readonly FormFile[] };

/**
 * A builder lists a drop: the command, its form, a look at the preview, and "Post it".
 *
 * @throws Error with what the builder was told instead
 */
export async function listByCommand(world: World, key: string, listing: Listing): Promise<void> {
  const { discord } = world;
  const userId = personCalled(key).discord?.id ?? '';
  const { communityId, buildsChannelId: channelId } = world.places;
  const title = listing.fields['title'] ?? '';
  const options = { subcommand: 'drop', values: listing.options };
  const form = await discord.runCommand({ userId, communityId, channelId, name: 'c500', options });
  if (form.kind !== 'modal') throw new Error(`the form for ${title} did not open: ${JSON.stringify(form)}`);
  const preview = await discord.submitModal({
    userId,
    modalId: form.modal.id,
    values: listing.fields,
    files: { pictures: listing.pictures ?? [] },
  });
  const shown = preview.kind === 'message' || preview.kind === 'updated' ? preview.message : undefined;
  const post = usableParts(shown?.components ?? []).find(
    (part) => 'custom_id' in part && part.custom_id.startsWith('post:'),
  );
  if (!shown || !post || !('custom_id' in post)) throw new Error(`no preview of ${title}: ${JSON.stringify(preview)}`);
  const posted = await discord.pressButton({ userId, messageId: shown.id, customId: post.custom_id });
  if (posted.kind === 'failed') throw new Error(`the drop ${title} could not be listed: ${posted.detail}`);
}
