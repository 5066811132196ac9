import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';

/** Which order this is: picture, drop, tag and builder. */
export function OrderHead({ order }: { readonly order: OrderView }) {
  return (
    <div className="orderhead">
      <Picture className="thumb" picture={order.picture} guild={order.guild} />
      <div>
        <h2>{order.title}</h2>
        <p>
          <span className="code">{order.tag}</span> {fill(panelTexts.order.from, { builder: order.builderNickname })}
        </p>
      </div>
    </div>
  );
}
