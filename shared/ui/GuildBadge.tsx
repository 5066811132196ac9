import type { Guild } from '../schemas/citizen.ts';
import { guildNames, guildSigns } from '../theme/badges.ts';

/** A guild's sign in the colour of the text around it. */
export function GuildSign({ guild }: { readonly guild: Guild }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path fill="currentColor" fillRule="evenodd" d={guildSigns[guild]} />
    </svg>
  );
}

/** The badge of a guild, with its name. */
export function GuildBadge({ guild }: { readonly guild: Guild }) {
  return (
    <span className={`badge badge--${guild}`}>
      <GuildSign guild={guild} />
      {guildNames[guild]}
    </span>
  );
}
