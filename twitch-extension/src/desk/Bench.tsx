import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import type { DeskProps } from './desk-props.ts';
import { OrderActions } from './OrderActions.tsx';
import { OrderHead } from './OrderHead.tsx';
import { OrderWork } from './OrderWork.tsx';
import { Progress } from './Progress.tsx';

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
      <OrderActions {...props} />
    </article>
  );
}
