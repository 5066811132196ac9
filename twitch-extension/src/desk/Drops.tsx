import type { DropView } from '#shared/schemas/drop.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import type { DeskProps } from './desk-props.ts';
import { Sure } from './Sure.tsx';
import { useAsking } from './use-asking.ts';

const texts = deskTexts.live.drops;

/** The builder's drops, to be opened, paused and closed while everybody watches. */
export function Drops(props: DeskProps) {
  return (
    <section className="stack" aria-labelledby="drops-title">
      <h2 id="drops-title" tabIndex={-1}>
        {texts.title}
      </h2>
      {props.view.drops.length === 0 && <Quiet title={texts.none}>{texts.noneSentence}</Quiet>}
      {props.view.drops.map((drop) => (
        <DropRow key={drop.id} {...props} drop={drop} />
      ))}
    </section>
  );
}

type DropRowProps = DeskProps & { readonly drop: DropView };

function DropRow(props: DropRowProps) {
  const { drop } = props;
  const left = fill(texts.left, { left: drop.units.left, total: drop.units.total });
  const line = drop.waiting > 0 ? fill(texts.waiting, { count: drop.waiting }) : '';
  return (
    <article className="card stack stack--tight" aria-labelledby={`drop-${drop.id}`}>
      <div className="orderhead">
        <Picture className="thumb" picture={drop.pictures[0] ?? null} guild={drop.guild} />
        <div>
          <h3 id={`drop-${drop.id}`} className="short">
            <bdi>{drop.title}</bdi>
          </h3>
          <p className="row small">
            <span className={`chip${drop.status === 'open' ? ' chip--mint' : ''}`}>{texts.status[drop.status]}</span>
            <span>{left}</span>
            {line && <span>{line}</span>}
          </p>
        </div>
      </div>
      <DropActions {...props} />
    </article>
  );
}

function DropActions({ drop, desk, say, goTo }: DropRowProps) {
  const { isAsking, ask, keep, button } = useAsking();
  const isOpen = drop.status === 'open';
  const turning = useAction(async () => {
    await desk.setDrop(drop.id, isOpen ? 'paused' : 'open');
    say(fill(isOpen ? texts.isPaused : texts.isOpen, { title: drop.title }));
  });
  const closing = useAction(async () => {
    await desk.setDrop(drop.id, 'closed');
    say(fill(texts.isClosed, { title: drop.title }));
    goTo('drops-title');
  });
  const turn = isOpen ? { idle: texts.pause, busy: texts.pausing } : { idle: texts.open, busy: texts.opening };
  const label = (action: string) => fill(texts.label, { action, title: drop.title });

  if (isAsking)
    return (
      <Sure
        title={fill(texts.closeTitle, { title: drop.title })}
        sentence={texts.closeSentence}
        yes={closing.isBusy ? texts.closing : texts.closeYes}
        no={texts.closeNo}
        action={closing}
        onNo={keep}
      />
    );
  return (
    <>
      <div className="row">
        <button
          type="button"
          className={`button button--small${isOpen ? ' button--quiet' : ''}`}
          aria-disabled={turning.isBusy}
          aria-label={label(turning.isBusy ? turn.busy : turn.idle)}
          onClick={() => turning.act()}
        >
          {turning.isBusy ? turn.busy : turn.idle}
        </button>
        <button
          ref={button}
          type="button"
          className="button button--quiet button--small"
          aria-label={label(texts.close)}
          onClick={ask}
        >
          {texts.close}
        </button>
      </div>
      {turning.problem && <Refusal problem={turning.problem} />}
    </>
  );
}
