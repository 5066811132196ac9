import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  ContainerBuilder,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  MessageFlags,
  ModalBuilder,
  Routes,
  SlashCommandBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import type { Seen } from './seen.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';
import { appId, botToken, builder, buyer, community, general, world } from './test-world.ts';

const here = { communityId: community, channelId: general };

let discord: DiscordStandIn;
let client: Client<true>;

async function connect(origin: string): Promise<Client<true>> {
  const made = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: `${origin}/api`, cdn: `${origin}/cdn`, mediaProxy: `${origin}/media` },
  });
  const ready = once(made, Events.ClientReady);
  await made.login(botToken);
  await ready;
  if (!made.isReady()) throw new Error('the client is not ready');
  return made;
}

const listCommand = new SlashCommandBuilder()
  .setName('c500')
  .setDescription('The C500 Collective')
  .addSubcommand((sub) =>
    sub
      .setName('list')
      .setDescription('Offer a keyboard')
      .addStringOption((option) =>
        option.setName('layout').setDescription('Which layout').setRequired(true).setAutocomplete(true),
      )
      .addIntegerOption((option) => option.setName('units').setDescription('How many').setMinValue(1).setMaxValue(20)),
  );

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond(
      ['65%', '75%', 'TKL'].filter((each) => each.startsWith(typed)).map((name) => ({ name, value: name })),
    );
  } else if (interaction.isChatInputCommand()) {
    const layout = interaction.options.getString('layout', true);
    const units = interaction.options.getInteger('units') ?? 1;
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId(`list:${layout}:${units}`)
        .setTitle('Offer a keyboard')
        .addLabelComponents(
          new LabelBuilder()
            .setLabel('Title')
            .setTextInputComponent(
              new TextInputBuilder()
                .setCustomId('title')
                .setStyle(TextInputStyle.Short)
                .setMinLength(3)
                .setMaxLength(60),
            ),
          new LabelBuilder()
            .setLabel('Pictures')
            .setDescription('One to three')
            .setFileUploadComponent(new FileUploadBuilder().setCustomId('pictures').setMinValues(1).setMaxValues(3)),
        ),
    );
  } else if (interaction.isModalSubmit()) {
    await interaction.deferReply();
    const [picture] = interaction.fields.getUploadedFiles('pictures', true).values();
    if (!picture) throw new Error('no picture arrived');
    const bytes = Buffer.from(await (await fetch(picture.url)).arrayBuffer());
    const file = new AttachmentBuilder(bytes, { name: picture.name });
    const card = new ContainerBuilder()
      .addTextDisplayComponents(
        new TextDisplayBuilder().setContent(`# ${interaction.fields.getTextInputValue('title')}`),
      )
      .addMediaGalleryComponents(
        new MediaGalleryBuilder().addItems(
          new MediaGalleryItemBuilder().setURL(`attachment://${picture.name}`).setDescription('The board'),
        ),
      )
      .addActionRowComponents(
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          new ButtonBuilder().setCustomId('claim:1').setLabel('Buy').setStyle(ButtonStyle.Success),
        ),
      );
    await interaction.editReply({ flags: MessageFlags.IsComponentsV2, components: [card], files: [file] });
  } else if (interaction.isButton()) {
    await interaction.reply({
      content: `Yours for ten minutes, ${interaction.user.displayName}`,
      flags: MessageFlags.Ephemeral,
    });
  }
}

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);

function shown<K extends Seen['kind']>(seen: Seen, kind: K): Extract<Seen, { kind: K }> {
  if (seen.kind !== kind) throw new Error(`expected ${kind}, saw ${JSON.stringify(seen)}`);
  // The comparison above is exactly what the type says; the compiler does not narrow by a type parameter.
  return seen as Extract<Seen, { kind: K }>;
}

async function list(): Promise<Extract<Seen, { kind: 'message' }>> {
  const options = { subcommand: 'list', values: { layout: '65%', units: 3 } };
  const { modal } = shown(await discord.runCommand({ ...here, userId: builder, name: 'c500', options }), 'modal');
  const seen = await discord.submitModal({
    userId: builder,
    modalId: modal.id,
    values: { title: 'Jet 65' },
    files: { pictures: [{ name: 'my jet.png', contentType: 'image/png', bytes: png }] },
  });
  return shown(seen, 'message');
}

beforeEach(async () => {
  discord = await startDiscord(world());
  client = await connect(discord.origin);
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
  await client.rest.put(Routes.applicationCommands(appId), { body: [listCommand.toJSON()] });
});

afterEach(async () => {
  await discord.close();
  await client.destroy();
});

describe('a bot on the unmodified client', () => {
  test('logs in and knows its community, channels and own roles', () => {
    const guild = client.guilds.cache.get(community);
    expect(guild?.name).toBe('Keyboard Club');
    expect(guild?.channels.cache.get(general)?.name).toBe('general');
    expect(guild?.members.me?.permissions.has('ManageRoles')).toBe(true);
  });

  test('lists a drop by slash command, form with a picture, card with a button, private reply', async () => {
    const options = { subcommand: 'list', values: { layout: '65%', units: 3 } };
    const { modal } = shown(await discord.runCommand({ ...here, userId: builder, name: 'c500', options }), 'modal');
    expect(modal).toMatchObject({ customId: 'list:65%:3', title: 'Offer a keyboard' });

    const { message, ephemeral } = await list();
    expect(ephemeral).toBe(false);
    expect(message.flags & MessageFlags.IsComponentsV2).not.toBe(0);
    const [file] = message.attachments;
    expect(file).toMatchObject({ name: 'my_jet.png', contentType: 'image/png', size: png.length });
    const served = await fetch(discord.model.sign(file?.url ?? ''));
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(png);
    expect(JSON.stringify(message.components)).toContain(file?.url);

    const reply = shown(
      await discord.pressButton({ userId: buyer, messageId: message.id, customId: 'claim:1' }),
      'message',
    );
    expect(reply).toMatchObject({
      ephemeral: true,
      message: { content: 'Yours for ten minutes, Bea', visibleTo: buyer },
    });
    expect(discord.messagesSeenBy(builder, general).map((each) => each.id)).toEqual([message.id]);
    expect(discord.messagesSeenBy(buyer, general).map((each) => each.id)).toEqual([message.id, reply.message.id]);
  });

  test('is told so when its token is wrong', async () => {
    const other = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${discord.origin}/api` } });
    await expect(other.login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
  });

  test('suggests values while a person types', async () => {
    const typing = { ...here, userId: builder, name: 'c500', subcommand: 'list', focused: 'layout' };
    expect(await discord.autocomplete({ ...typing, values: { layout: '6' } })).toEqual([{ name: '65%', value: '65%' }]);
    expect(await discord.autocomplete({ ...typing, values: { layout: '' } })).toHaveLength(3);
  });

  test('keeps a form open until it is filled in', async () => {
    const options = { subcommand: 'list', values: { layout: '65%' } };
    const { modal } = shown(await discord.runCommand({ ...here, userId: builder, name: 'c500', options }), 'modal');
    const seen = await discord.submitModal({ userId: builder, modalId: modal.id, values: { title: 'ab' } });
    expect(shown(seen, 'failed')).toEqual({
      kind: 'failed',
      reason: 'form not complete',
      detail: 'title: at least 3 characters; pictures: choose 1 to 3, not 0',
    });
    expect(discord.model.modals.has(modal.id)).toBe(true);
  });

  test('edits an earlier message, which everybody then sees changed', async () => {
    const { message } = await list();
    const channel = await client.channels.fetch(general);
    if (!channel?.isTextBased()) throw new Error('no text channel');
    const fetched = await channel.messages.fetch(message.id);
    await fetched.edit({ components: [new TextDisplayBuilder().setContent('Sold')] });
    const now = discord.model.messages.get(message.id);
    expect(now?.components).toMatchObject([{ type: 10, content: 'Sold' }]);
    expect(now?.editedAt).not.toBeNull();
  });

  test('writes to a person, unless they have closed their direct messages', async () => {
    const person = await client.users.fetch(buyer);
    await person.send('Your pay code is 1234');
    expect(discord.dmsOf(buyer).map((each) => each.content)).toEqual(['Your pay code is 1234']);
    discord.setAcceptsDms(buyer, false);
    await expect(person.send('again')).rejects.toMatchObject({ code: 50007, status: 403 });
    expect(discord.dmsOf(buyer)).toHaveLength(1);
  });

  test('resumes after the gateway asked it to reconnect, and misses nothing', async () => {
    const resumed = once(client, Events.ShardResume);
    discord.restartGateway();
    const { modal } = shown(
      await discord.runCommand({
        ...here,
        userId: builder,
        name: 'c500',
        options: { subcommand: 'list', values: { layout: 'TKL' } },
      }),
      'modal',
    );
    await resumed;
    expect(modal.customId).toBe('list:TKL:1');
  });

  test('resumes after its connection broke, with what happened meanwhile replayed', async () => {
    const resumed = once(client, Events.ShardResume);
    discord.dropGateway();
    const seen = await discord.runCommand({
      ...here,
      userId: builder,
      name: 'c500',
      options: { subcommand: 'list', values: { layout: '75%' } },
    });
    expect(seen.kind).toBe('modal');
    const [, replayed] = await resumed;
    expect(replayed).toBeGreaterThanOrEqual(1);
  });
});
