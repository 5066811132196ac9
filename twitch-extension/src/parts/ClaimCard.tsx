import { useState } from 'react';
import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { useAction } from '#shared/ui/use-action.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { Countdown } from './Countdown.tsx';
import { OrderHead } from './OrderHead.tsx';
import { PayCode } from './PayCode.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';

const texts = panelTexts.claim;

/** A unit that is set aside: its clock, the way to pay, and the way to give it back. */
export function ClaimCard({ order, opensLinks, clock, cancel }: ClaimCardProps) {
  const endsAt = order.claim?.endsAt ?? 0;
  const hasEnded = useNow(clock, 1_000) >= endsAt;
  return (
    <div className="stack">
      <div className="card card--sakura stack">
        <OrderHead order={order} />
        {hasEnded ? (
          <p className="note note--wait" role="status">
            <strong>{texts.ended}</strong>
            <span>{texts.endedSentence}</span>
          </p>
        ) : (
          <>
            <Countdown endsAt={endsAt} clock={clock} />
            {opensLinks ? <PayLink order={order} /> : <PayCode order={order} />}
          </>
        )}
      </div>
      {order.actions.includes('cancel-claim') && !hasEnded && <Cancel tag={order.tag} cancel={cancel} />}
      {!hasEnded && <Next builder={order.builderNickname} />}
    </div>
  );
}

function Next({ builder }: { readonly builder: string }) {
  return (
    <section className="stack stack--tight">
      <h2>{texts.nextTitle}</h2>
      <ol className="steps">
        {texts.next.map((step) => (
          <li key={step}>{fill(step, { builder })}</li>
        ))}
      </ol>
    </section>
  );
}

type ClaimCardProps = {
  readonly order: OrderView;
  /** Whether the payment page may be opened from here; a pay code leads to it otherwise. */
  readonly opensLinks: boolean;
  readonly clock: () => number;
  readonly cancel: (tag: string) => Promise<void>;
};

function PayLink({ order }: { readonly order: OrderView }) {
  const amount = order.total ?? order.price;
  const url = order.claim?.payUrl;
  if (!url) return null;
  return (
    <div className="stack stack--tight">
      <a className="button button--wide" href={url} target="_blank" rel="noopener">
        {amount ? fill(texts.pay, { amount: formatMoney(amount) }) : texts.payPlain}
        <span className="visually-hidden"> {panelTexts.newTab}</span>
      </a>
      <p className="small">
        {order.total === null && tellShipping(order)} {texts.vault}
      </p>
    </div>
  );
}

function tellShipping({ shippingRates, price }: OrderView): string {
  const [least] = shippingRates.map((rate) => rate.amountMinor).sort((a, b) => a - b);
  if (least === undefined || price === null) return '';
  const amount = formatMoney({ amountMinor: least, currency: price.currency });
  return fill(shippingRates.length === 1 ? texts.shippingOne : texts.shipping, { amount });
}

function Cancel({ tag, cancel }: { readonly tag: string; readonly cancel: ClaimCardProps['cancel'] }) {
  const [isAsking, setIsAsking] = useState(false);
  const cancelling = useAction(cancel);
  if (!isAsking)
    return (
      <button type="button" className="button button--quiet button--wide" onClick={() => setIsAsking(true)}>
        {texts.cancel}
      </button>
    );
  return (
    <div className="note note--wait" role="group" aria-label={texts.cancelTitle}>
      <strong>{texts.cancelTitle}</strong>
      <span>{texts.cancelSentence}</span>
      <div className="row">
        <button
          type="button"
          className="button"
          autoFocus
          aria-disabled={cancelling.isBusy}
          onClick={() => cancelling.act(tag)}
        >
          {cancelling.isBusy ? texts.cancelling : texts.cancelYes}
        </button>
        <button type="button" className="button button--quiet" onClick={() => setIsAsking(false)}>
          {texts.cancelNo}
        </button>
      </div>
      {cancelling.problem && <Refusal problem={cancelling.problem} />}
    </div>
  );
}
