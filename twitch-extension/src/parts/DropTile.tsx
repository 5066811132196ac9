import type { ReactNode } from 'react';
import { formatMoney } from '#shared/money.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Units } from '#shared/ui/Units.tsx';

const texts = panelTexts.drops;

/** A drop in short, with what can be done about it. A price is shown only where the view carries one. */
export function DropTile({ drop, onOpen, children }: DropTileProps) {
  return (
    <article className="card card--sakura drop">
      <div className="drop__head">
        <Picture className="drop__picture" picture={drop.pictures[0] ?? null} guild={drop.guild} />
        <div className="drop__words">
          <h3>
            <button
              type="button"
              className="drop__title"
              onClick={onOpen}
              aria-label={fill(texts.details, { title: drop.title })}
            >
              <bdi>{drop.title}</bdi>
            </button>
          </h3>
          <div className="row">
            <GuildBadge guild={drop.guild} />
            {drop.price && <strong>{formatMoney(drop.price)}</strong>}
          </div>
          <Units drop={drop} />
        </div>
      </div>
      {children}
    </article>
  );
}

type DropTileProps = { readonly drop: DropView; readonly onOpen: () => void; readonly children: ReactNode };
