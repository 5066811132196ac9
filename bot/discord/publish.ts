import { ApplicationCommandType, REST, Routes, type RESTGetAPIApplicationCommandsResult } from 'discord.js';
import type { Config } from '../config.ts';
import { buildCommand } from './commands/index.ts';

/**
 * Tells Discord of `/c500`, in place of whatever commands the app had. The command that launches an activity is Discord's own
 * doing and would be lost, so it is sent along.
 *
 * @returns the names of all commands that the app has now
 */
export async function publishCommands(config: Config['discord']): Promise<readonly string[]> {
  const rest = new REST(config.apiUrl === null ? {} : { api: config.apiUrl }).setToken(config.token.reveal());
  const route = Routes.applicationCommands(config.applicationId);
  // discord.js leaves the answers of REST untyped; these are the types it gives them.
  const present = (await rest.get(route)) as RESTGetAPIApplicationCommandsResult;
  const kept = present.filter((each) => each.type === ApplicationCommandType.PrimaryEntryPoint);
  const published = (await rest.put(route, { body: [buildCommand(), ...kept] })) as RESTGetAPIApplicationCommandsResult;
  return published.map((each) => each.name);
}
