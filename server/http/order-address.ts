import { day, houseRules } from '#shared/house-rules.ts';
import { addressCareTexts as care, packingTexts } from '#shared/text/en/pages-packing.ts';
import { fill } from '#shared/text/say.ts';
import type { AddressCare } from '../usecases/parcels/packing.ts';
import { addressCare, requirePackable } from '../usecases/parcels/packing.ts';
import type { OrderPart } from './order-parts.ts';
import { html, type Html } from './pages/html.ts';
import { momentTag } from './pages/times.ts';

/** What the buyer is told of their address: who looked and when. What the builder is shown of it here is the way to the packing page. */
export const addressPart: OrderPart = {
  async section({ core, order, role, citizenId, now }) {
    if (role === 'builder') {
      const isOver = order.fulfilment === 'completed' || (await requirePackable(core, order, citizenId)) !== undefined;
      return isOver ? null : packingLink(order.tag);
    }
    const known = await addressCare(core, order);
    return known ? careSection(known, order.fulfilment === 'cancelled', now) : null;
  },
  deeds: {},
};

function packingLink(tag: string): Html {
  return html`<section class="card" aria-labelledby="packing-title">
    <h2 id="packing-title">${packingTexts.title}</h2>
    <p>${packingTexts.openExplain}</p>
    <p><a class="button" href="/orders/${encodeURIComponent(tag)}/packing">${packingTexts.open}</a></p>
  </section>`;
}

function careSection({ looks, erasedAt }: AddressCare, isOver: boolean, now: number): Html {
  const kept = houseRules.addressKeptMs / day;
  const [last] = looks;
  return html`<section class="card" aria-labelledby="address-care-title">
    <h2 id="address-care-title">${care.title}</h2>
    ${
      last === undefined
        ? html`<p>${isOver ? care.nobodyDid : care.nobody}</p>`
        : html`<p>
            ${fill(looks.length === 1 ? care.once : care.often, { count: looks.length })} ${momentTag(last, now)}.
          </p>`
    }
    ${
      erasedAt === null
        ? html`<p class="muted">${fill(care.rule, { kept })}</p>`
        : html`<p>${fill(care.erased, { kept })} ${momentTag(erasedAt, now)}.</p>`
    }
  </section>`;
}
