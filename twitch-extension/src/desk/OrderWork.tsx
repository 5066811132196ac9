import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { useNow } from '#shared/ui/use-now.ts';
import type { DeskProps } from './desk-props.ts';
import { Money } from './Money.tsx';
import { Steps } from './Steps.tsx';
import { Story } from './Story.tsx';

const texts = deskTexts.live.order;

/** Everything about one order: its steps, its notes and photos, what was ordered, the promise, and who is paid. */
export function OrderWork(props: OrderWorkProps) {
  const { order, desk, isInRow = false } = props;
  return (
    <>
      <Steps {...props} />
      {!isInRow && <Due order={order} clock={desk.now} />}
      {order.build.finishedAt !== null && (
        <p className="small">{fill(texts.made, { when: formatWhen(order.build.finishedAt, desk.now()) })}</p>
      )}
      <div className="folds">
        <Story {...props} />
        {order.specs.trim() !== '' && (
          <details className="fold">
            <summary>{texts.specs}</summary>
            <p className="specs fold__body">
              <bdi>{order.specs}</bdi>
            </p>
          </details>
        )}
        <Money order={order} clock={desk.now} />
      </div>
    </>
  );
}

type OrderWorkProps = DeskProps & {
  readonly order: DeskOrder;
  /** A row of the queue tells the promise and the number of steps already, and does not tell them twice. */
  readonly isInRow?: boolean;
};

/** The promise of the first proof, while it is still to be kept. */
export function Due({ order, clock }: DueProps) {
  const now = useNow(clock, 30_000);
  if (!isOwed(order)) return null;
  const when = formatWhen(order.proofDueAt ?? 0, now);
  if ((order.proofDueAt ?? 0) > now) return <p className="small">{fill(texts.due, { when })}</p>;
  return <p className="small late">{fill(texts.overdue, { when })}</p>;
}

type DueProps = { readonly order: DeskOrder; readonly clock: () => number };

/** Whether a first proof is still owed: once the Vault waits for anything else, the promise is kept. */
export function isOwed({ proofDueAt, waitsFor }: DeskOrder): boolean {
  return proofDueAt !== null && (waitsFor === 'proof' || waitsFor === 'stream' || waitsFor === 'shipment');
}
