import { formatMoney } from '#shared/money.ts';
import type { OrderView, VaultView } from '#shared/schemas/order.ts';
import type { OrderReader } from '#shared/text/en/pages-order.ts';
import { en } from '#shared/text/say.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = en.pages.order;
const parts = ['held', 'released', 'refunded', 'withdrawn', 'covered'] as const;
type Part = (typeof parts)[number];

function amountOf(vault: VaultView, part: Part): number {
  const amounts: Record<Part, number> = {
    held: vault.heldMinor,
    released: vault.releasedMinor,
    refunded: vault.refundedMinor,
    withdrawn: vault.withdrawnMinor,
    covered: vault.coveredMinor,
  };
  return amounts[part];
}

/** Where the money of an order is, to the cent, and what the Vault is waiting for. */
export function vaultSection(order: OrderView, reader: OrderReader, now: number): Html | null {
  const { vault } = order;
  if (!vault) return null;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: vault.currency });
  const isSpent = vault.heldMinor === 0 && vault.chargedMinor > 0;
  const rests = vault.heldMinor > 0 && vault.waitsFor !== 'frozen' ? vault.releaseAt : null;
  return html`<section class="card card--lavender vault" aria-labelledby="vault-title">
    <div class="row row--apart">
      <h2 id="vault-title">${text.vaultTitle}</h2>
      <strong class="amount amount--large">${money(vault.heldMinor)}</strong>
    </div>
    <p>${text.waits[isSpent ? 'nothing' : vault.waitsFor][reader]}</p>
    ${rests === null ? null : html`<p>${text.vaultLetsGo} ${momentTag(rests, now)}.</p>`}
    ${
      vault.chargedMinor > 0
        ? html`${bar(vault)}
            <dl class="facts">
              ${parts.map((part) =>
                amountOf(vault, part) > 0 || part === 'held'
                  ? html`<div>
                      <dt><span class="dot dot--${part}"></span>${text.amounts[part]}</dt>
                      <dd>${money(amountOf(vault, part))}</dd>
                    </div>`
                  : null,
              )}
              <div class="facts__sum">
                <dt>${text.amounts.charged}</dt>
                <dd>${money(vault.chargedMinor)}</dd>
              </div>
            </dl>`
        : null
    }
  </section>`;
}

/** The amounts as one bar, drawn rather than styled: the page's policy allows no inline style. Decorative. */
function bar(vault: VaultView): Html {
  const whole = parts.reduce((sum, part) => sum + amountOf(vault, part), 0);
  const shown = parts
    .map((part) => ({ part, width: whole > 0 ? (amountOf(vault, part) * 100) / whole : 0 }))
    .filter(({ width }) => width > 0);
  let x = 0;
  return html`<svg class="vault__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    ${shown.map(({ part, width }) => {
      const rect = html`<rect class="bar--${part}" x="${x}" y="0" width="${width}" height="4" />`;
      x += width;
      return rect;
    })}
  </svg>`;
}
