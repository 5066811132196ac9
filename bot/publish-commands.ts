import { readConfig } from './config.ts';
import { publishCommands } from './discord/publish.ts';
import { createLog } from './log.ts';

const read = readConfig();
if (read.ok) {
  const names = await publishCommands(read.config.discord);
  createLog(read.config.logLevel).discord.info({ names }, 'commands published');
} else {
  process.stderr.write(`The commands cannot be published:\n${read.problems.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}
