import type { APIApplicationCommand } from 'discord-api-types/v10';
import { isRecord } from './form.ts';
import type { Channel, Community, DiscordUser, Message, World } from './model.ts';
import type { OAuth } from './oauth.ts';

type Table<T> = readonly (readonly [string, T])[];

/** A world written down. Interactions and open forms are left out: their 15 minutes do not outlive a restart. */
export type Snapshot = {
  readonly version: 2;
  /** Where files were served; addresses are rewritten when the next world is served elsewhere. */
  readonly origin: string;
  readonly users: Table<DiscordUser>;
  readonly communities: Table<Community>;
  readonly channels: Table<Channel>;
  readonly messages: Table<Message>;
  readonly files: Table<{ readonly path: string; readonly contentType: string; readonly base64: string }>;
  readonly commands: Table<APIApplicationCommand>;
  readonly access: Table<OAuth['access'] extends Map<string, infer T> ? T : never>;
  readonly refresh: Table<OAuth['refresh'] extends Map<string, infer T> ? T : never>;
};

const tables = ['users', 'communities', 'channels', 'messages', 'files', 'commands', 'access', 'refresh'];

function isSnapshot(value: unknown): value is Snapshot {
  return isRecord(value) && value['version'] === 2 && tables.every((each) => Array.isArray(value[each]));
}

/** Writes a world down as plain JSON, file contents in base64. */
export function takeSnapshot(world: World, oauth: OAuth): Snapshot {
  return {
    version: 2,
    origin: world.origin,
    users: [...world.users],
    communities: [...world.communities],
    channels: [...world.channels],
    messages: [...world.messages],
    files: [...world.files].map(([key, { path, contentType, bytes }]) => [
      key,
      { path, contentType, base64: Buffer.from(bytes).toString('base64') },
    ]),
    commands: [...world.commands],
    access: [...oauth.access],
    refresh: [...oauth.refresh],
  };
}

function parseSnapshot(value: unknown, origin: string): Snapshot {
  if (!isSnapshot(value)) throw new Error('this is no snapshot of version 2');
  const moved: unknown = JSON.parse(JSON.stringify(value).replaceAll(value.origin, origin));
  if (!isSnapshot(moved)) throw new Error('the snapshot does not survive its new address');
  return moved;
}

/**
 * The greatest snowflake in a snapshot, so that new ones come after it; `0` where there is no snapshot.
 *
 * @throws Error when the value is no snapshot
 */
export function newestId(value: unknown): string {
  if (value === undefined) return '0';
  if (!isSnapshot(value)) throw new Error('this is no snapshot of version 2');
  const ids = [...value.channels, ...value.messages, ...value.commands].map(([id]) => BigInt(id));
  const files = value.files.flatMap(([path]) =>
    path
      .split('/')
      .filter((each) => /^\d+$/.test(each))
      .map(BigInt),
  );
  return String([...ids, ...files].reduce((max, each) => (each > max ? each : max), 0n));
}

/**
 * Puts a world back; what it held under the same ids is replaced, anything else stays.
 *
 * @throws Error when the value is no snapshot
 */
export function restoreSnapshot(world: World, oauth: OAuth, value: unknown): void {
  const from = parseSnapshot(value, world.origin);
  for (const [id, each] of from.users) world.users.set(id, each);
  for (const [id, each] of from.communities) world.communities.set(id, each);
  for (const [id, each] of from.channels) world.channels.set(id, each);
  for (const [id, each] of from.messages) world.messages.set(id, each);
  for (const [id, each] of from.commands) world.commands.set(id, each);
  for (const [token, each] of from.access) oauth.access.set(token, each);
  for (const [token, each] of from.refresh) oauth.refresh.set(token, each);
  for (const [key, { path, contentType, base64 }] of from.files) {
    world.files.set(key, { path, contentType, bytes: new Uint8Array(Buffer.from(base64, 'base64')) });
  }
}
