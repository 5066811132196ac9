import { useEffect, useState } from 'react';
import { minute } from '#shared/house-rules.ts';
import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { OrderTimeline } from '#shared/ui/OrderTimeline.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { VaultCard } from '#shared/ui/VaultCard.tsx';
import { useHere } from '../here.ts';
import { ownPicture } from '../own-picture.ts';
import { BackBar } from '../parts/BackBar.tsx';
import { BrokenPromise } from '../parts/BrokenPromise.tsx';
import { Countdown } from '../parts/Countdown.tsx';
import { OutLink } from '../parts/OutLink.tsx';
import { Unknown } from '../parts/Unknown.tsx';
import { focusHeading } from '../use-places.ts';
import { tell } from '../words.ts';

const texts = activityTexts.order;
const claimTexts = activityTexts.claim;

/** One order of the person's own: its claim while that runs, and then where the work and the money are. */
export function OrderScreen({ tag }: { readonly tag: string }) {
  const { mine } = useHere();
  const order = mine?.orders.find((each) => each.tag === tag);
  useEffect(() => {
    // What had the focus may be gone with the state that it belonged to.
    if (document.activeElement === document.body) focusHeading();
  }, [order?.fulfilment]);
  return (
    <main className="screen screen--narrow">
      <BackBar title={order?.fulfilment === 'reserved' ? claimTexts.title : texts.title} />
      {!mine && <Unknown loading={activityTexts.orders.loading} />}
      {mine && !order && (
        <Quiet title={texts.missing} mood="lost">
          {texts.missingRemedy}
        </Quiet>
      )}
      {order && <Head order={order} />}
      {order?.fulfilment === 'reserved' && <Claim order={order} />}
      {order && order.fulfilment !== 'reserved' && <Running order={order} />}
    </main>
  );
}

function Head({ order }: { readonly order: OrderView }) {
  return (
    <div className="orderhead">
      <Picture className="orderhead__picture" picture={ownPicture(order.picture)} guild={order.guild} />
      <div className="stack stack--tight">
        <h2>
          <bdi>{order.title}</bdi>
        </h2>
        <p>
          <span>{tell(texts.from, { builder: order.builderNickname })}</span>
        </p>
        <p className="row">
          <span className="code">{order.tag}</span>
          {order.certifiedBuild && <span className="chip chip--mint">{texts.certified}</span>}
        </p>
      </div>
    </div>
  );
}

function Claim({ order }: { readonly order: OrderView }) {
  const { clock } = useHere();
  const endsAt = order.claim?.endsAt ?? 0;
  const hasEnded = useNow(clock, 1_000) >= endsAt;
  if (hasEnded)
    return (
      <p className="note note--wait" role="status">
        <strong>{claimTexts.ended}</strong>
        <span>{claimTexts.endedSentence}</span>
      </p>
    );
  return (
    <>
      <div className="card card--sakura claim">
        <Countdown endsAt={endsAt} clock={clock} />
        <Pay order={order} />
      </div>
      <section className="stack stack--tight">
        <h2>{claimTexts.nextTitle}</h2>
        <ol className="steps">
          {claimTexts.next.map((step) => (
            <li key={step}>{tell(step, { builder: order.builderNickname })}</li>
          ))}
        </ol>
      </section>
      {order.actions.includes('cancel-claim') && <GiveBack tag={order.tag} />}
    </>
  );
}

function Pay({ order }: { readonly order: OrderView }) {
  const url = order.claim?.payUrl;
  const amount = order.total ?? order.price;
  if (!url) return null;
  return (
    <div className="stack claim__pay">
      <OutLink
        url={url}
        isLarge
        words={amount ? tell(claimTexts.pay, { amount: formatMoney(amount) }) : claimTexts.payPlain}
        opened={claimTexts.payOpened}
        otherwise={`${claimTexts.payBlocked} ${url}`}
      />
      <p className="small">
        {order.total === null && tellShipping(order)} {claimTexts.vault}
      </p>
    </div>
  );
}

function tellShipping({ shippingRates, price }: OrderView): string {
  const least = Math.min(...shippingRates.map(({ amountMinor }) => amountMinor));
  if (shippingRates.length === 0 || price === null) return '';
  const amount = formatMoney({ amountMinor: least, currency: price.currency });
  return tell(shippingRates.length === 1 ? claimTexts.shippingOne : claimTexts.shipping, { amount });
}

function GiveBack({ tag }: { readonly tag: string }) {
  const { cancel } = useHere();
  // Null until the question was ever asked: the button takes the focus back when it was answered with no.
  const [isAsking, setIsAsking] = useState<boolean | null>(null);
  const cancelling = useAction(cancel);
  if (!isAsking)
    return (
      <button
        type="button"
        className="button button--quiet button--wide"
        autoFocus={isAsking === false}
        onClick={() => setIsAsking(true)}
      >
        {claimTexts.cancel}
      </button>
    );
  return (
    <div className="note note--wait" role="group" aria-label={claimTexts.cancelTitle}>
      <strong>{claimTexts.cancelTitle}</strong>
      <span>{claimTexts.cancelSentence}</span>
      <div className="row">
        <button
          type="button"
          className="button"
          autoFocus
          aria-disabled={cancelling.isBusy}
          onClick={() => cancelling.act(tag)}
        >
          {cancelling.isBusy ? claimTexts.cancelling : claimTexts.cancelYes}
        </button>
        <button type="button" className="button button--quiet" onClick={() => setIsAsking(false)}>
          {claimTexts.cancelNo}
        </button>
      </div>
      {cancelling.problem && <Refusal problem={cancelling.problem} />}
    </div>
  );
}

function Running({ order }: { readonly order: OrderView }) {
  const { clock, drops, places } = useHere();
  const now = useNow(clock, 30_000);
  const isWaiting = order.fulfilment === 'paid' || order.fulfilment === 'building';
  const hasEnded = order.fulfilment === 'expired' || (order.fulfilment === 'cancelled' && order.vault === null);
  return (
    <>
      <div role="status">
        <VaultCard order={order} now={now} showsMoney />
      </div>
      {order.bench && order.bench.neededMs > 0 && order.fulfilment !== 'cancelled' && (
        <p>
          {tell(texts.bench, {
            earned: Math.min(toMinutes(order.bench.neededMs), Math.floor(order.bench.earnedMs / minute)),
            needed: toMinutes(order.bench.neededMs),
          })}
        </p>
      )}
      {order.tracking && (
        <p>{tell(texts.tracking, { carrier: order.tracking.carrier, number: order.tracking.number })}</p>
      )}
      {isWaiting && order.proofDueAt !== null && order.proofs.length === 0 && (
        <p>{tell(texts.proofDue, { when: formatWhen(order.proofDueAt, now) })}</p>
      )}
      {order.scanDueAt != null && <p>{tell(texts.scanDue, { when: formatWhen(order.scanDueAt, now) })}</p>}
      {order.actions.includes('refund-unproven') && (
        <BrokenPromise tag={order.tag} mayGrant={order.actions.includes('grant-days')} />
      )}
      {order.actions.includes('confirm-delivery') && <Arrived tag={order.tag} />}
      {hasEnded && drops.some(({ id }) => id === order.dropId) && (
        <button type="button" className="button" onClick={() => places.go({ kind: 'drop', dropId: order.dropId })}>
          {texts.again}
        </button>
      )}
      <section className="stack stack--tight">
        <h2>{texts.timeline}</h2>
        <OrderTimeline entries={order.timeline} now={now} showsMoney />
      </section>
      <OutLink
        url={order.orderUrl}
        isQuiet
        words={texts.page}
        otherwise={tell(texts.notOpened, { address: order.orderUrl })}
      />
    </>
  );
}

function toMinutes(ms: number): number {
  return Math.ceil(ms / minute);
}

function Arrived({ tag }: { readonly tag: string }) {
  const { confirmDelivery } = useHere();
  const confirming = useAction(confirmDelivery);
  return (
    <div className="stack stack--tight">
      <button
        type="button"
        className="button button--wide"
        aria-disabled={confirming.isBusy}
        onClick={() => confirming.act(tag)}
      >
        {confirming.isBusy ? texts.arrivedBusy : texts.arrived}
      </button>
      <p className="small muted">{texts.arrivedHint}</p>
      {confirming.problem && <Refusal problem={confirming.problem} />}
    </div>
  );
}
