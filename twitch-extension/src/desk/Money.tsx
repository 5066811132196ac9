import { formatMoney } from '#shared/money.ts';
import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { useNow } from '#shared/ui/use-now.ts';

const texts = deskTexts.live.money;

/** Who is paid once the Vault lets go, when that is, and what it still waits for. Amounts only where the core gives them. */
export function Money({ order, clock }: MoneyProps) {
  const now = useNow(clock, 30_000);
  return (
    <details className="fold">
      <summary>{texts.title}</summary>
      <div className="fold__body stack stack--tight">
        <p>{tellWait(order, now)}</p>
        {order.shares.length > 0 && (
          <dl className="amounts">
            {order.shares.map(({ nickname, part, amount }, index) => (
              <div key={index}>
                <dt>
                  <bdi>{nickname}</bdi>
                </dt>
                <dd>{amount ? formatMoney(amount) : fill(texts.share, { part: formatPart(part) })}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </details>
  );
}

type MoneyProps = { readonly order: DeskOrder; readonly clock: () => number };

/** Why the money is where it is, and when that changes. */
export function tellWait({ waitsFor, releaseAt }: DeskOrder, now: number): string {
  const when = releaseAt === null ? texts.soon : formatWhen(releaseAt, now);
  return fill(texts.waitsFor[waitsFor], { when });
}

function formatPart(part: number): string {
  return new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(part);
}
