import type { BenchEntry } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';

/** An order's tag and the nickname it is for: all that a stream may show of a buyer. */
export function WhoseBuild({ entry }: { readonly entry: BenchEntry }) {
  return (
    <p className="row whose">
      <span className="code">{entry.tag}</span>
      <bdi>{fill(panelTexts.bench.forWhom, { nickname: entry.buyerNickname })}</bdi>
    </p>
  );
}
