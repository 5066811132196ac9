import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Quiet } from '../parts/Quiet.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { useAction } from '../use-action.ts';
import type { DeskProps } from './desk-props.ts';
import { OrderHead } from './OrderHead.tsx';
import { OrderWork } from './OrderWork.tsx';
import { Progress } from './Progress.tsx';
import { Sure } from './Sure.tsx';
import { tellMinutes } from './told-minutes.ts';
import { useAsking } from './use-asking.ts';

const texts = deskTexts.live.bench;

/** What is being built right now, with everything that is done to it. */
export function Bench(props: DeskProps) {
  const { view } = props;
  return (
    <section className="stack" aria-labelledby="bench-title">
      <div className="row row--apart">
        <h2 id="bench-title" tabIndex={-1}>
          {texts.title}
        </h2>
        <span className="small">{fill(texts.places, { taken: view.bench.length, all: view.benchMax })}</span>
      </div>
      {view.bench.length === 0 && (
        <Quiet title={texts.empty} mood={view.live ? 'awake' : 'asleep'}>
          {view.queue.length > 0 ? texts.emptyWithQueue : texts.emptyWithout}
        </Quiet>
      )}
      {view.bench.map((order) => (
        <BenchCard key={order.tag} {...props} order={order} />
      ))}
    </section>
  );
}

type BenchCardProps = DeskProps & { readonly order: DeskOrder };

function BenchCard(props: BenchCardProps) {
  const { order, view, desk } = props;
  return (
    <article className="card card--sakura stack" aria-labelledby={`bench-${order.tag}`}>
      <OrderHead order={order} titleId={`bench-${order.tag}`} />
      {order.progress && <Progress progress={order.progress} view={view} clock={desk.now} />}
      <OrderWork {...props} order={order} />
      <BenchActions {...props} />
    </article>
  );
}

function BenchActions({ order, view, desk, say, goTo }: BenchCardProps) {
  const { isAsking, ask, keep, button } = useAsking();
  const finishing = useAction(async () => {
    await desk.finish(order.tag);
    say(fill(texts.isDone, { tag: order.tag }));
    goTo('bench-title');
  });
  const leaving = useAction(async () => {
    await desk.takeOffBench(order.tag);
    say(fill(texts.isOff, { tag: order.tag }));
    goTo('bench-title');
  });
  const told = order.progress && tellMinutes(order.progress, view, desk.now());

  if (isAsking && told)
    return (
      <Sure
        title={fill(texts.finishTitle, { tag: order.tag })}
        sentence={fill(texts.finishUnproved, { earned: told.earned, needed: told.needed })}
        yes={finishing.isBusy ? texts.finishing : texts.finishYes}
        no={texts.finishNo}
        action={finishing}
        onNo={keep}
      />
    );
  const finish = () => (told && !told.isProved ? ask() : finishing.act());
  return (
    <div className="stack stack--tight">
      <div className="row row--apart">
        {order.actions.includes('finish') && (
          <button ref={button} type="button" className="button grow" aria-disabled={finishing.isBusy} onClick={finish}>
            {finishing.isBusy ? texts.finishing : texts.finish}
          </button>
        )}
        {order.actions.includes('take-off-bench') && (
          <button
            type="button"
            className="button button--quiet"
            aria-disabled={leaving.isBusy}
            onClick={() => leaving.act()}
          >
            {leaving.isBusy ? texts.takingOff : texts.takeOff}
          </button>
        )}
      </div>
      {finishing.problem && <Refusal problem={finishing.problem} />}
      {leaving.problem && <Refusal problem={leaving.problem} />}
    </div>
  );
}
