const clients = ['https://discord.com', 'https://ptb.discord.com', 'https://canary.discord.com'] as const;
const media = ['https://cdn.discordapp.com', 'https://media.discordapp.net'].flatMap((host) =>
  ['attachments', 'avatars', 'icons'].map((kind) => `${host}/${kind}/`),
);

/**
 * The Content-Security-Policy that Discord's proxy puts on everything of an activity: its own origin, Discord's API, and what people
 * have on Discord's CDN. Nothing else may be loaded or asked.
 *
 * @param origin the activity's own, `https://<application id>.discordsays.com` or the sandbox's in its place
 * @param framers pages of the sandbox that may frame it beside Discord's own clients
 * @see platforms.md "C1"
 */
export function activityPolicy(origin: string, framers: readonly string[]): string {
  const sources = [`'self' blob: data: ${origin}/.proxy/`, ...clients.map((client) => `${client}/api/`), ...media].join(
    ' ',
  );
  return [
    `default-src ${sources}`,
    `script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data: ${origin}/.proxy/`,
    `style-src 'self' 'unsafe-inline' ${origin}/.proxy/`,
    `connect-src ${sources} ${origin.replace(/^http/, 'ws')}`,
    `frame-ancestors ${[...clients, ...framers].join(' ')}`,
  ].join('; ');
}
