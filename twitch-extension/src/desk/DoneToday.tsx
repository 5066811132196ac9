import type { DeskView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { Money } from './Money.tsx';
import { OrderHead } from './OrderHead.tsx';
import type { Desk } from './desk.ts';

/** What was made today, and what becomes of its money. */
export function DoneToday({ view, desk }: { readonly view: DeskView; readonly desk: Desk }) {
  if (view.doneToday.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="done-title">
      <h2 id="done-title">{deskTexts.live.queue.done}</h2>
      {view.doneToday.map((order) => (
        <article key={order.tag} className="card stack stack--tight" aria-labelledby={`done-${order.tag}`}>
          <OrderHead order={order} titleId={`done-${order.tag}`} />
          <div className="folds">
            <Money order={order} clock={desk.now} />
          </div>
        </article>
      ))}
    </section>
  );
}
