import type { Ref } from 'react';
import type { BenchEntry } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import type { ChannelView } from '../use-channel.ts';
import { Cloud } from './Cloud.tsx';
import { Minutes } from './Minutes.tsx';

const texts = panelTexts.overlay;

/** The strip over the stream: what is being built, or what is on offer while the bench is clear. A press opens the workshop. */
export function OverlayStrip({ view, clock, onOpen, onMinimise, ref }: OverlayStripProps) {
  const [first, ...others] = view.bench;
  return (
    <div className="nowstrip">
      <button
        ref={ref}
        type="button"
        className="nowstrip__main"
        aria-expanded={false}
        onClick={onOpen}
        title={texts.open}
      >
        {first ? <Building entry={first} others={others.length} /> : <Offering view={view} />}
        <span className="visually-hidden">. {texts.open}</span>
      </button>
      <button type="button" className="nowstrip__less" aria-label={texts.minimise} onClick={onMinimise}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3.5 8h9" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        </svg>
      </button>
      {first?.progress && (
        <div className="nowstrip__minutes">
          <Minutes progress={first.progress} asOf={view.asOf} clock={clock} />
        </div>
      )}
    </div>
  );
}

type OverlayStripProps = {
  readonly view: ChannelView;
  readonly clock: () => number;
  readonly onOpen: () => void;
  readonly onMinimise: () => void;
  readonly ref: Ref<HTMLButtonElement>;
};

function Building({ entry, others }: { readonly entry: BenchEntry; readonly others: number }) {
  return (
    <>
      <Picture className="nowstrip__picture" picture={entry.photo ?? entry.picture} guild={entry.guild} />
      <span className="nowstrip__words">
        <span className="nowstrip__kind">
          {others > 0 ? fill(texts.buildingMore, { count: others }) : texts.building}
        </span>
        <strong className="nowstrip__title">
          <bdi>{entry.title}</bdi>
        </strong>
        <span className="nowstrip__facts">
          <span className="code">{entry.tag}</span>{' '}
          <bdi>{fill(panelTexts.bench.forWhom, { nickname: entry.buyerNickname })}</bdi>
        </span>
      </span>
    </>
  );
}

function Offering({ view }: { readonly view: ChannelView }) {
  const drops = view.drops.filter(({ status, units }) => status === 'open' && units.left > 0).length;
  return (
    <>
      <Cloud />
      <span className="nowstrip__words">
        <strong className="nowstrip__title">
          <bdi>{fill(panelTexts.workshopOf, { builder: view.builder?.nickname ?? '' })}</bdi>
        </strong>
        <span className="nowstrip__facts">
          {drops === 0 && panelTexts.bench.empty}
          {drops === 1 && texts.oneDrop}
          {drops > 1 && fill(texts.drops, { count: drops })}
        </span>
      </span>
    </>
  );
}

/** The overlay made small: the house's mark, which shows whether something is being built. A press brings the strip back. */
export function SmallOverlay({ isBuilding, onRestore, ref }: SmallOverlayProps) {
  return (
    <button ref={ref} type="button" className="nowsmall" aria-label={texts.restore} onClick={onRestore}>
      <Cloud />
      {isBuilding && <span className="nowsmall__dot live" />}
    </button>
  );
}

type SmallOverlayProps = {
  readonly isBuilding: boolean;
  readonly onRestore: () => void;
  readonly ref: Ref<HTMLButtonElement>;
};
