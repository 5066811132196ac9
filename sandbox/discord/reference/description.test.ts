import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  type ChatInputCommandInteraction,
  CheckboxBuilder,
  CheckboxGroupBuilder,
  Client,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  EntryPointCommandHandlerType,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  ModalBuilder,
  RadioGroupBuilder,
  type REST,
  RoleSelectMenuBuilder,
  Routes,
  SectionBuilder,
  SeparatorBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from 'discord.js';
import type { Exchange } from '../rest.ts';
import { type DiscordStandIn, startDiscord } from '../server.ts';
import {
  appId,
  badge,
  botToken,
  builder,
  buyer,
  chiefRole,
  clientSecret,
  community,
  general,
  stranger,
  textAt,
  world,
} from '../test-world.ts';
import { readDescription } from './description.ts';

const judge = readDescription();
const here = { communityId: community, channelId: general };
const seen = new Set<string>();
const faults: string[] = [];
let discord: DiscordStandIn;
let client: Client;
let rest: REST;

function judgeExchange(exchange: Exchange): void {
  // Where tokens are exchanged is said by OAuth 2, and not by the description.
  if (exchange.pattern === '/oauth2/token') return;
  const name = `${exchange.method} ${exchange.pattern.replaceAll(/:\w+/g, '{}')}`;
  seen.add(name);
  for (const fault of judge.findFaults(exchange)) faults.push(`${name} ${exchange.status}: ${fault}`);
}

const commands = [
  new SlashCommandBuilder()
    .setName('c500')
    .setNameLocalizations({ de: 'c500' })
    .setDescription('The Collective')
    .setDescriptionLocalizations({ de: 'Das Kollektiv' })
    .addSubcommand((sub) =>
      sub
        .setName('live')
        .setDescription('Proof of work')
        .addStringOption((option) => option.setName('order').setDescription('Which').setAutocomplete(true)),
    )
    .addSubcommand((sub) => sub.setName('form').setDescription('Every kind of field'))
    .addSubcommand((sub) => sub.setName('card').setDescription('Every kind of part')),
  new ContextMenuCommandBuilder().setName('Report this drop').setType(ApplicationCommandType.Message),
  new ContextMenuCommandBuilder().setName('Passport').setType(ApplicationCommandType.User),
];

const everyField = () =>
  new ModalBuilder()
    .setCustomId('form')
    .setTitle('Every kind of field')
    .addLabelComponents(
      label('Words').setTextInputComponent(
        new TextInputBuilder().setCustomId('words').setStyle(TextInputStyle.Paragraph).setRequired(false),
      ),
      label('Who').setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId('who')),
      label('Pictures').setFileUploadComponent(
        new FileUploadBuilder().setCustomId('pictures').setRequired(false).setMinValues(0),
      ),
      label('One').setRadioGroupComponent(
        new RadioGroupBuilder()
          .setCustomId('one')
          .addOptions({ label: 'Yes', value: 'yes' }, { label: 'No', value: 'no' }),
      ),
      label('Some').setCheckboxGroupComponent(
        new CheckboxGroupBuilder()
          .setCustomId('some')
          .addOptions({ label: 'A', value: 'a' }, { label: 'B', value: 'b' }),
      ),
    );

const label = (text: string) => new LabelBuilder().setLabel(text);

const moreFields = () =>
  new ModalBuilder()
    .setCustomId('more')
    .setTitle('The other kinds')
    .addTextDisplayComponents(new TextDisplayBuilder().setContent('What these are for'))
    .addLabelComponents(
      label('Sure').setCheckboxComponent(new CheckboxBuilder().setCustomId('sure')),
      label('Where').setChannelSelectMenuComponent(new ChannelSelectMenuBuilder().setCustomId('where')),
      label('Which').setStringSelectMenuComponent(
        new StringSelectMenuBuilder().setCustomId('which').addOptions({ label: 'A', value: 'a' }),
      ),
      label('Role').setRoleSelectMenuComponent(new RoleSelectMenuBuilder().setCustomId('role').setRequired(false)),
    );

const everyPart = () =>
  new ContainerBuilder()
    .setAccentColor(0xe58fa7)
    .addSectionComponents(
      new SectionBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent('# Sakura 65'))
        .setButtonAccessory(
          new ButtonBuilder().setLabel('Watch').setURL('https://c500.test').setStyle(ButtonStyle.Link),
        ),
    )
    .addSeparatorComponents(new SeparatorBuilder())
    .addMediaGalleryComponents(
      new MediaGalleryBuilder().addItems({ media: { url: 'attachment://board.png' }, description: 'The board' }),
    )
    .addActionRowComponents(
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        new ButtonBuilder().setCustomId('claim:1').setLabel('Buy').setStyle(ButtonStyle.Success),
      ),
    )
    .addActionRowComponents(
      new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(
        new ChannelSelectMenuBuilder().setCustomId('channel:1'),
      ),
    );

async function launch(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.launchActivity({ withResponse: true });
}

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return interaction.respond([{ name: 'C5-7K3QF2M', value: 'C5-7K3QF2M' }]);
  if (interaction.isChatInputCommand()) {
    const sub = interaction.options.getSubcommand();
    if (sub === 'form') return void (await interaction.showModal(everyField()));
    if (sub === 'live') return launch(interaction);
    const files = [{ attachment: Buffer.from('png'), name: 'board.png' }];
    const card = { flags: MessageFlags.IsComponentsV2, components: [everyPart()], files } as const;
    await interaction.reply({ ...card, withResponse: true });
    return;
  }
  if (interaction.isContextMenuCommand()) return void (await interaction.showModal(moreFields()));
  if (interaction.isModalSubmit()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({
      content: 'Noted',
      embeds: [{ title: 'A letter', fields: [{ name: 'a', value: 'b' }] }],
    });
    await interaction.followUp({ content: 'And more', flags: MessageFlags.Ephemeral });
    await interaction.fetchReply();
    return interaction.deleteReply();
  }
  if (interaction.isButton()) await interaction.update({ components: [everyPart()] });
}

beforeAll(async () => {
  discord = await startDiscord({ ...world(), onExchange: judgeExchange, privilegedIntents: 1 << 15 });
  client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    rest: { api: `${discord.origin}/api` },
  });
  client.on(
    Events.InteractionCreate,
    (interaction) => void answer(interaction).catch((error) => faults.push(String(error))),
  );
  const ready = once(client, Events.ClientReady);
  await client.login(botToken);
  await ready;
  rest = client.rest;
});

afterAll(async () => {
  await client.destroy();
  await discord.close();
});

/** Asks, and takes a refusal for an answer: it is judged like any other. */
async function ask(method: 'get' | 'put' | 'post' | 'patch' | 'delete', route: `/${string}`, body?: unknown) {
  try {
    return await rest[method](route, { body, reason: 'a test – with ünicode' });
  } catch (error) {
    return error;
  }
}

describe('what the bot asks and what the stand-in answers is what Discord describes', () => {
  test('of commands', async () => {
    const entry = { name: 'launch', type: 4, handler: EntryPointCommandHandlerType.DiscordLaunchActivity };
    const body = [...commands.map((each) => each.toJSON()), entry];
    await ask('put', Routes.applicationCommands(appId), body);
    await ask('put', Routes.applicationCommands(appId), body.slice(0, 1));
    const made = await ask('post', Routes.applicationGuildCommands(appId, community), commands[2]?.toJSON());
    await ask('get', Routes.applicationGuildCommands(appId, community));
    await ask('patch', Routes.applicationCommand(appId, textAt(made, 'id')), { name: 'Pass' });
    const list = await ask('get', Routes.applicationCommands(appId));
    const last = Array.isArray(list) ? textAt(list.at(-1), 'id') : '';
    await ask('get', Routes.applicationCommand(appId, last));
    await ask('patch', Routes.applicationCommand(appId, last), { name: 'open' });
    await ask('put', Routes.applicationGuildCommands(appId, community), []);
    const extra = textAt(await ask('post', Routes.applicationCommands(appId), { name: 'x', description: 'y' }), 'id');
    await ask('delete', Routes.applicationCommand(appId, extra));
    await ask('get', '/applications/@me');
    expect(faults.splice(0)).toEqual([]);
  });

  test('of channels, threads and messages', async () => {
    const thread = textAt(await ask('post', Routes.threads(general), { name: 'C5-7K3QF2M', type: 12 }), 'id');
    await ask('put', Routes.threadMembers(thread, buyer));
    await ask('get', Routes.threadMembers(thread));
    await ask('get', Routes.threadMembers(thread, buyer));
    await ask('delete', Routes.threadMembers(thread, buyer));
    await ask('get', Routes.guildActiveThreads(community));
    const message = textAt(await ask('post', Routes.channelMessages(thread), { content: 'hello', nonce: '1' }), 'id');
    await ask('patch', Routes.channelMessage(thread, message), { content: 'hello again' });
    await ask('get', Routes.channelMessage(thread, message));
    await ask('get', Routes.channelMessages(thread));
    await ask('delete', Routes.channelMessage(thread, message));
    await ask('get', Routes.channelMessage(thread, message));
    await ask('patch', Routes.channel(thread), { archived: true, locked: true });
    await ask('post', Routes.channelTyping(general));
    await ask('patch', Routes.channel(general), { name: '🔴 2 builders live', topic: 'Now' });
    await ask('put', Routes.channelPermission(general, buyer), { type: 1, deny: '2048', allow: '0' });
    await ask('delete', Routes.channelPermission(general, buyer));
    await ask('get', Routes.channel(general));
    await ask('get', Routes.channel(discord.byHand.createChannel(community, 'Street', 'voice')));
    await ask('delete', Routes.channel(discord.byHand.createChannel(community, 'news', 'announcement')));
    await ask('post', Routes.userChannels(), { recipient_id: buyer });
    await ask('post', Routes.channelMessages(general), { content: 'x'.repeat(2001) });
    expect(faults.splice(0)).toEqual([]);
  });

  test('of communities, their members, roles and bans', async () => {
    const role = textAt(await ask('post', Routes.guildRoles(community), { name: 'LIVE NOW', mentionable: true }), 'id');
    await ask('patch', Routes.guildRole(community, role), { name: 'LIVE' });
    await ask('get', Routes.guildRole(community, role));
    await ask('get', Routes.guildRoles(community));
    await ask('put', Routes.guildMemberRole(community, builder, role));
    await ask('delete', Routes.guildMemberRole(community, builder, role));
    await ask('put', Routes.guildMemberRole(community, builder, chiefRole));
    await ask('delete', Routes.guildRole(community, role));
    await ask('get', Routes.guildMember(community, builder));
    await ask('get', `/guilds/${community}/members/search?query=ad&limit=5`);
    await ask('get', Routes.guild(community));
    await ask('get', Routes.guildChannels(community));
    await ask('get', Routes.user(builder));
    await ask('get', Routes.userGuilds());
    await ask('get', Routes.user());
    const [first] = discord.createManyCommunities(1, builder);
    await ask('delete', Routes.userGuild(first?.id ?? ''));
    await ask('put', Routes.guildBan(community, stranger), { delete_message_seconds: 0 });
    await ask('get', Routes.guildBan(community, stranger));
    await ask('get', Routes.guildBans(community));
    await ask('delete', Routes.guildBan(community, stranger));
    await ask('post', Routes.guildBulkBan(community), { user_ids: [stranger, '1'] });
    await ask('get', Routes.gateway());
    expect(faults.splice(0)).toEqual([]);
    const log = discord.model.communities.get(community)?.auditLog ?? [];
    expect(log.at(-1)).toMatchObject({ targetId: stranger, reason: 'a test – with ünicode' });
  });

  test('of interactions, forms and cards', async () => {
    const command = (subcommand: string) => {
      return discord.runCommand({ ...here, userId: buyer, name: 'c500', options: { subcommand, values: {} } });
    };
    const launched = await command('live');
    if (launched.kind !== 'activity') throw new Error('no activity opened');
    await ask('get', `/applications/${appId}/activity-instances/${launched.instanceId}`);
    const form = await command('form');
    if (form.kind !== 'modal') throw new Error('no form opened');
    const values = { words: 'hi', who: builder, one: 'yes', some: ['a', 'b'] };
    await discord.submitModal({ userId: buyer, modalId: form.modal.id, values });
    const card = await command('card');
    if (card.kind !== 'message') throw new Error('no card came');
    const messageId = card.message.id;
    expect(await discord.pressButton({ userId: buyer, messageId, customId: 'claim:1' })).toMatchObject({
      kind: 'updated',
    });
    const typing = { ...here, userId: buyer, name: 'c500', subcommand: 'live', focused: 'order', values: {} };
    expect(await discord.autocomplete(typing)).toEqual([{ name: 'C5-7K3QF2M', value: 'C5-7K3QF2M' }]);
    const report = await discord.useOnMessage({ userId: buyer, messageId, name: 'Report this drop' });
    expect(report).toMatchObject({ kind: 'modal', modal: { customId: 'more' } });
    const passport = await discord.useOnPerson({ ...here, userId: buyer, targetId: builder, name: 'Passport' });
    if (passport.kind !== 'modal') throw new Error('no form opened');
    const more = { sure: 'true', where: general, which: 'a', role: badge };
    await discord.submitModal({ userId: buyer, modalId: passport.modal.id, values: more });
    expect(await discord.launch({ ...here, userId: builder })).toMatchObject({ instanceId: launched.instanceId });
    expect(faults.splice(0)).toEqual([]);
  });

  test('of whoever has a person’s token', async () => {
    const scopes = ['identify', 'connections', 'guilds', 'guilds.members.read'];
    const code = discord.grantCode({ userId: builder, scopes });
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, client_id: appId });
    body.set('client_secret', clientSecret);
    const given = await fetch(`${discord.origin}/api/v10/oauth2/token`, { method: 'POST', body });
    const authorization = `Bearer ${textAt(await given.json(), 'access_token')}`;
    const own = ['', '/connections', '/guilds', `/guilds/${community}/member`].map((path) => `/users/@me${path}`);
    for (const path of [...own, '/oauth2/@me']) {
      const answer = await fetch(`${discord.origin}/api/v10${path}`, { headers: { authorization } });
      expect([path, answer.status]).toEqual([path, 200]);
    }
    expect(faults.splice(0)).toEqual([]);
  });

  test('and nothing that is described was left out', () => {
    const unasked = judge.described.filter((each) => !seen.has(each));
    expect(unasked).toEqual([]);
  });
});
