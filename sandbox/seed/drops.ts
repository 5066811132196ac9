import { personCalled } from '../people.ts';
import type { World } from '../world.ts';
import { drawPicture, type PictureName } from './pictures.ts';

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
];

/** Lists the first drops as their builders would: with the command and the form, so that their cards hang in the channel. */
export async function listSeedDrops(world: World): Promise<void> {
  for (const drop of drops) {
    const userId = personCalled(drop.by).discord?.id ?? '';
    const { communityId, buildsChannelId: channelId } = world.places;
    const form = await world.discord.runCommand({
      userId,
      communityId,
      channelId,
      name: 'c500',
      options: { subcommand: 'drop', values: drop.options },
    });
    if (form.kind !== 'modal') throw new Error(`the form for ${drop.fields['title']} did not open`);
    const file = { name: `${drop.picture}.png`, contentType: 'image/png', bytes: drawPicture(drop.picture) };
    const seen = await world.discord.submitModal({
      userId,
      modalId: form.modal.id,
      values: drop.fields,
      files: { pictures: [file] },
    });
    if (seen.kind === 'failed') throw new Error(`the drop ${drop.fields['title']} could not be listed: ${seen.detail}`);
  }
}
