import type { Guild } from '../schemas/citizen.ts';
import { colours, guildPastels } from './tokens.ts';

/**
 * The signs of the four guilds as one path each on a 16 by 16 grid, to be filled even-odd: a hammer, a palette, a drop of oil and
 * a floppy disk. Shapes are at least one and a half units wide, so that they hold at 16 pixels.
 */
export const guildSigns: Record<Guild, string> = {
  builder:
    'M1.8 2.2h6.6c2.5 0 4.3.9 5.7 2.9.3.5-.1 1-.7.8-1.3-.4-2.3-.3-3.2.3v.9H9v6.2c0 .7-.5 1.2-1.2 1.2H6.6c-.7 0-1.2-.5-1.2-1.2V7.1H1.8z',
  artisan:
    'M8 1.5C4.3 1.5 1.3 4.4 1.3 8c0 3.6 3 6.5 6.7 6.5 1 0 1.7-.7 1.7-1.6 0-.9-.6-1.3-.6-2 0-.7.6-1.2 1.3-1.2h1.6c1.6 0 2.7-1.2 2.7-2.7C14.7 3.8 11.7 1.5 8 1.5zM4.6 7.1a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM6.3 3.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM10.3 3.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z',
  modder:
    'M8 1.2c2.5 3 4.7 5.5 4.7 8.3A4.7 4.7 0 0 1 8 14.5a4.7 4.7 0 0 1-4.7-5C3.3 6.7 5.5 4.2 8 1.2zM5.2 9.3c-.2 1.9.9 3.4 2.6 3.6v-1.4c-.8-.2-1.3-1-1.2-2.1z',
  vintage:
    'M3.2 1.7h8l3.1 3.1v8c0 .8-.7 1.5-1.5 1.5H3.2c-.8 0-1.5-.7-1.5-1.5V3.2c0-.8.7-1.5 1.5-1.5zM5 2.9v3.2h5.6V2.9H9.3v2H7.7v-2zM4.4 8.7v4.4h7.2V8.7z',
};

/** What each guild is called. */
export const guildNames: Record<Guild, string> = {
  builder: 'Builder',
  artisan: 'Artisan',
  modder: 'Modder',
  vintage: 'Vintage',
};

/** A guild's badge as a picture of its own: the sign in ink on its pastel. Decorative; write the guild's name beside it. */
export function guildBadgeSvg(guild: Guild, sizePx: number): string {
  const ground = colours[guildPastels[guild]].light;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx}" height="${sizePx}" viewBox="-3 -3 22 22" aria-hidden="true">` +
    `<rect x="-3" y="-3" width="22" height="22" rx="6" fill="${ground}"/>` +
    `<path fill="${colours.heading.light}" fill-rule="evenodd" d="${guildSigns[guild]}"/></svg>`
  );
}

/** The bare sign in the colour of the text around it, for use inside a `.badge`. */
export function guildSignSvg(guild: Guild): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">' +
    `<path fill="currentColor" fill-rule="evenodd" d="${guildSigns[guild]}"/></svg>`
  );
}
