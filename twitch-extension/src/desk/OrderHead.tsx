import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';

const texts = deskTexts.live.order;

/** Which order this is: picture, what it is, tag and nickname. */
export function OrderHead({ order, titleId }: { readonly order: DeskOrder; readonly titleId: string }) {
  return (
    <div className="orderhead">
      <Picture className="thumb" picture={order.picture} guild={order.guild} />
      <div>
        <h3 id={titleId} tabIndex={-1} className="short">
          <bdi>{order.title}</bdi>
        </h3>
        <OrderLine order={order} />
      </div>
    </div>
  );
}

/** Tag and nickname. A nickname in another direction of writing stays within itself. */
export function OrderLine({ order }: { readonly order: DeskOrder }) {
  return (
    <p className="row">
      <span className="short">
        <span className="code">{order.tag}</span> <bdi>{fill(texts.forWhom, { nickname: order.buyerNickname })}</bdi>
      </span>
      {order.certifiedBuild && <span className="chip chip--mint">{texts.certified}</span>}
    </p>
  );
}
