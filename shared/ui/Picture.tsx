import { useState } from 'react';
import type { Guild } from '../schemas/citizen.ts';
import type { PictureView } from '../schemas/drop.ts';
import { guildPastels } from '../theme/tokens.ts';
import { GuildSign } from './GuildBadge.tsx';

/** A picture in a rounded frame. Where there is none, or it does not load, the frame wears the guild's pastel and sign. */
export function Picture({ picture, guild, className = '' }: PictureProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const isShown = picture !== null && picture.url !== failedUrl;
  return (
    <div className={`picture ${className}`} style={{ background: `var(--${guildPastels[guild]})` }}>
      {isShown ? (
        <img src={picture.url} alt={picture.alt} loading="lazy" onError={() => setFailedUrl(picture.url)} />
      ) : (
        <GuildSign guild={guild} />
      )}
    </div>
  );
}

type PictureProps = { readonly picture: PictureView | null; readonly guild: Guild; readonly className?: string };
