import { ApplicationCommandType, REST, Routes, type RESTGetAPIApplicationCommandsResult } from 'discord.js';
import type { Config } from '../config.ts';
import { buildCommands, buildEntryPoint } from './commands/index.ts';

/**
 * Tells Discord of our commands, in place of whatever commands the app had. Discord refuses an app with an activity that does not
 * name the command which launches it, so the one that is there is sent along, and one is made where there is none.
 *
 * @returns the names of all commands that the app has now
 */
export async function publishCommands(config: Config['discord']): Promise<readonly string[]> {
  const rest = new REST(config.apiUrl === null ? {} : { api: config.apiUrl }).setToken(config.token.reveal());
  const route = Routes.applicationCommands(config.applicationId);
  // discord.js leaves the answers of REST untyped; these are the types it gives them.
  const present = (await rest.get(route)) as RESTGetAPIApplicationCommandsResult;
  const launching = present.filter((each) => each.type === ApplicationCommandType.PrimaryEntryPoint);
  const body = [...buildCommands(), ...(launching.length > 0 ? launching : [buildEntryPoint()])];
  const published = (await rest.put(route, { body })) as RESTGetAPIApplicationCommandsResult;
  return published.map((each) => each.name);
}
