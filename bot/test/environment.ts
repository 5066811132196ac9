import type { BotWorld } from './world.ts';

/** The environment that leads the bot into a test's world. */
export function environmentOf({ config, core, discord, twitch }: BotWorld): Record<string, string> {
  return {
    WORLD: 'sandbox',
    BOT_CORE_URL: core.url,
    BOT_SERVICE_TOKEN: core.token,
    DISCORD_BOT_TOKEN: config.discord.token.reveal(),
    DISCORD_APPLICATION_ID: config.discord.applicationId,
    DISCORD_API_URL: `${discord.origin}/api`,
    DISCORD_CDN_HOSTS: new URL(discord.origin).host,
    TWITCH_CLIENT_ID: config.twitch.clientId,
    TWITCH_CLIENT_SECRET: config.twitch.clientSecret.reveal(),
    TWITCH_BOT_USER_ID: config.twitch.botUserId,
    TWITCH_BOT_ACCESS_TOKEN: config.twitch.accessToken.reveal(),
    TWITCH_BOT_REFRESH_TOKEN: config.twitch.refreshToken.reveal(),
    TWITCH_CHAT_URL: `ws://127.0.0.1:${twitch.port}`,
    TWURPLE_MOCK_API_PORT: String(twitch.port),
  };
}
