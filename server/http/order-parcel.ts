import { parcelPartTexts as text } from '#shared/text/en/pages-packing.ts';
import { reasonTexts } from '#shared/text/en/reasons.ts';
import { fill } from '#shared/text/say.ts';
import type { OrderPart } from './order-parts.ts';
import { html } from './pages/html.ts';
import { momentTag } from './pages/times.ts';

/** How the parcel stands by its carrier's own word, which decides what the number is worth. Nothing where no carrier is asked. */
export const parcelPart: OrderPart = {
  section({ order: { shipment, fulfilment, deliveredAt, proofs }, role, now }) {
    const isOnItsWay = fulfilment === 'shipped' || fulfilment === 'delivered';
    if (!shipment?.trackerId || !isOnItsWay) return Promise.resolve(null);
    const { scannedAt, doubt } = shipment;
    const said = text[role];
    const isConfirmed = proofs.some((proof) => proof.kind === 'delivery' && proof.by === 'buyer');
    const shown = html`<section class="card" aria-labelledby="parcel-title">
      <h2 id="parcel-title">${text.title}</h2>
      ${
        doubt
          ? html`<div class="note note--wait">
              <strong>${fill(text.doubt, { reason: reasonTexts[doubt] })}</strong>
              <span>${said.doubt}</span>
            </div>`
          : scannedAt == null
            ? html`<p>${said.label}</p>`
            : html`<p>${text.scanned} ${momentTag(scannedAt, now)}.</p>`
      }
      ${
        deliveredAt !== null && !doubt && !isConfirmed
          ? html`<p>${text.delivered} ${momentTag(deliveredAt, now)}. ${said.delivered}</p>`
          : null
      }
    </section>`;
    return Promise.resolve(shown);
  },
  deeds: {},
};
