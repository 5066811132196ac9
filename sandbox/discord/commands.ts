import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10';
import type { CommandForm } from './command-form.ts';
import type { World } from './model.ts';
import { DiscordRefusalError } from './refusal.ts';

/** The commands registered for one community, or (null) for everywhere. */
export function commandsFor(world: World, communityId: string | null): readonly APIApplicationCommand[] {
  return [...world.commands.values()].filter((each) => (each.guild_id ?? null) === communityId);
}

/** Registers one command. One of the same name and type is replaced and keeps its id. */
export function putCommand(
  world: World,
  communityId: string | null,
  form: CommandForm,
): { command: APIApplicationCommand; isNew: boolean } {
  // An app has one entry point, whatever its name.
  const isEntry = form.type === ApplicationCommandType.PrimaryEntryPoint;
  const current = commandsFor(world, communityId).find(
    (each) => each.type === form.type && (isEntry || each.name === form.name),
  );
  const command: APIApplicationCommand = {
    ...form,
    id: current?.id ?? world.sources.newId(),
    application_id: world.applicationId,
    version: world.sources.newId(),
    ...(communityId === null ? {} : { guild_id: communityId }),
  };
  world.commands.set(command.id, command);
  world.announce({ kind: 'other' });
  return { command, isNew: current === undefined };
}

/**
 * Makes a list the whole of what is registered, as publishing does.
 *
 * @throws DiscordRefusalError 50240 when the app's Entry Point command is left out
 */
export function overwriteCommands(
  world: World,
  communityId: string | null,
  forms: readonly CommandForm[],
): readonly APIApplicationCommand[] {
  const before = commandsFor(world, communityId);
  const isEntry = (each: { type: ApplicationCommandType }) => each.type === ApplicationCommandType.PrimaryEntryPoint;
  if (before.some(isEntry) && !forms.some(isEntry)) throw new DiscordRefusalError(50240);
  const after = forms.map((each) => putCommand(world, communityId, each).command);
  for (const old of before) if (!after.some((each) => each.id === old.id)) world.commands.delete(old.id);
  world.announce({ kind: 'other' });
  return after;
}

/**
 * A registered command by id.
 *
 * @throws DiscordRefusalError 10063
 */
export function commandById(world: World, communityId: string | null, id: string): APIApplicationCommand {
  const command = world.commands.get(id);
  if (!command || (command.guild_id ?? null) !== communityId) throw new DiscordRefusalError(10063);
  return command;
}

/** Changes a registered command. */
export function changeCommand(world: World, current: APIApplicationCommand, form: CommandForm): APIApplicationCommand {
  const command = { ...current, ...form, version: world.sources.newId() };
  world.commands.set(command.id, command);
  world.announce({ kind: 'other' });
  return command;
}

/** Takes a command away. */
export function deleteCommand(world: World, command: APIApplicationCommand): void {
  world.commands.delete(command.id);
  world.announce({ kind: 'other' });
}
