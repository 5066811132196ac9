import { useRef, type CSSProperties } from 'react';
import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { moveTag } from './arrange.ts';
import type { DeskProps } from './desk-props.ts';
import { OrderActions } from './OrderActions.tsx';
import { OrderLine } from './OrderHead.tsx';
import { Due, OrderWork } from './OrderWork.tsx';
import { useDrag, type Dragging } from './use-drag.ts';
import { useSending } from './use-sending.ts';

const texts = deskTexts.live.queue;

/** The paid orders that wait, in the order in which the builder means to make them: dragged by the dots, or moved by the arrows. */
export function Queue(props: DeskProps) {
  const { view, desk, say } = props;
  const { problem, send } = useSending();
  const list = useRef<HTMLOListElement>(null);
  const tags = view.queue.map(({ tag }) => tag);
  const move = (tag: string, place: number) => {
    const moved = moveTag(tags, tag, place);
    if (moved.join() === tags.join()) return;
    say(fill(texts.moved, { tag, place: moved.indexOf(tag) + 1, all: moved.length }));
    send(() => desk.change({ kind: 'arrange', tags: moved }));
  };
  const isFull = view.live !== null && view.bench.length >= view.benchMax;
  const dragging = useDrag(tags, () => list.current, move);
  return (
    <section className="stack" aria-labelledby="queue-title">
      <div className="row row--apart">
        <h2 id="queue-title" tabIndex={-1}>
          {texts.title}
        </h2>
        {tags.length > 1 && <span className="small">{texts.hint}</span>}
      </div>
      {isFull && tags.length > 0 && <p className="small">{texts.full}</p>}
      {tags.length === 0 && <Quiet title={texts.empty}>{texts.emptySentence}</Quiet>}
      <ol ref={list} className={`queue${dragging.tag === null ? '' : ' queue--held'}`}>
        {view.queue.map((order, place) => (
          <QueueRow key={order.tag} {...props} order={order} place={place} dragging={dragging} move={move} />
        ))}
      </ol>
      {problem && <Refusal problem={problem} />}
    </section>
  );
}

type QueueRowProps = DeskProps & {
  readonly order: DeskOrder;
  readonly place: number;
  readonly dragging: Dragging;
  readonly move: (tag: string, place: number) => void;
};

function QueueRow(props: QueueRowProps) {
  const { order, place, dragging, desk } = props;
  const steps = fill(deskTexts.live.order.stepsOf, tellSteps(order));
  const isHeld = dragging.tag === order.tag;
  const offsetPx = dragging.offsetPx(place);
  const style: CSSProperties = offsetPx === 0 ? {} : { transform: `translateY(${offsetPx}px)` };
  return (
    <li className={`card waits${isHeld ? ' waits--held' : ''}`} style={style} aria-labelledby={`queue-${order.tag}`}>
      <Rail {...props} />
      <div className="waits__words">
        <h3 id={`queue-${order.tag}`} className="short">
          <bdi>{order.title}</bdi>
        </h3>
        <OrderLine order={order} />
        <Due order={order} clock={desk.now} />
        <PutOnBench {...props} />
        <details className="fold fold--plain">
          <summary aria-label={fill(deskTexts.live.order.more, { steps, tag: order.tag })}>{steps}</summary>
          <div className="fold__body stack">
            <OrderWork {...props} isInRow />
            <OrderActions {...props} isInRow />
          </div>
        </details>
      </div>
    </li>
  );
}

function tellSteps({ build }: DeskOrder) {
  return { done: build.steps.filter(({ doneAt }) => doneAt !== null).length, all: build.steps.length };
}

/** Where a row is taken hold of. The arrows do the same for whoever cannot drag. */
function Rail({ order, place, view, dragging, move }: QueueRowProps) {
  const isFirst = place === 0;
  const isLast = place === view.queue.length - 1;
  if (view.queue.length === 1) return null;
  return (
    <div className="rail">
      <button
        type="button"
        className="rail__arrow"
        aria-label={fill(texts.up, { tag: order.tag })}
        aria-disabled={isFirst}
        onClick={() => move(order.tag, place - 1)}
      >
        <Arrow path="M5 12.5 10 7.5l5 5" />
      </button>
      <span className="rail__grip" aria-hidden="true" {...dragging.handleOf(place)}>
        <svg width="20" height="20" viewBox="0 0 20 20">
          <path d="M7 5h.01M13 5h.01M7 10h.01M13 10h.01M7 15h.01M13 15h.01" />
        </svg>
      </span>
      <button
        type="button"
        className="rail__arrow"
        aria-label={fill(texts.down, { tag: order.tag })}
        aria-disabled={isLast}
        onClick={() => move(order.tag, place + 1)}
      >
        <Arrow path="M5 7.5l5 5 5-5" />
      </button>
    </div>
  );
}

function Arrow({ path }: { readonly path: string }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function PutOnBench({ order, place, desk, say, goTo }: QueueRowProps) {
  const { bench } = deskTexts.live;
  const putting = useAction(async () => {
    await desk.putOnBench(order.tag);
    say(fill(bench.isOn, { tag: order.tag }));
    goTo(`bench-${order.tag}`);
  });
  return (
    <>
      {order.actions.includes('put-on-bench') && (
        <p>
          <button
            type="button"
            className={`button button--small${place === 0 ? '' : ' button--quiet'}`}
            aria-disabled={putting.isBusy}
            aria-label={fill(bench.label, { action: putting.isBusy ? bench.putting : bench.put, tag: order.tag })}
            onClick={() => putting.act()}
          >
            {putting.isBusy ? bench.putting : bench.put}
          </button>
        </p>
      )}
      {putting.problem && <Refusal problem={putting.problem} />}
    </>
  );
}
