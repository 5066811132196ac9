import type { ReactNode } from 'react';
import { formatMoney } from '../money.ts';
import type { DropView } from '../schemas/drop.ts';
import { panelTexts } from '../text/en/panel.ts';
import { fill } from '../text/fill.ts';
import { GuildBadge } from './GuildBadge.tsx';
import { Picture } from './Picture.tsx';
import { unitsLeft } from './units-left.ts';

const texts = panelTexts.drops;

/** A drop in short, in any embedded page. `children` are what can be done with it; a price is shown only if the view carries one. */
export function DropCard({ drop, onOpen, children }: DropCardProps) {
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
              {drop.title}
            </button>
          </h3>
          <div className="row">
            <GuildBadge guild={drop.guild} />
            {drop.liveOnly && <span className="chip">{texts.liveOnly}</span>}
            {drop.grail && <span className="chip">{texts.grail}</span>}
          </div>
          <p className="drop__facts">
            {drop.price && <strong>{formatMoney(drop.price)}</strong>}
            <span>{unitsLeft(drop)}</span>
          </p>
        </div>
      </div>
      {children}
    </article>
  );
}

type DropCardProps = { readonly drop: DropView; readonly onOpen: () => void; readonly children: ReactNode };
