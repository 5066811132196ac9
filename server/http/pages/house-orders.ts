import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fill } from '#shared/text/say.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderFile } from '../../usecases/house/order-file.ts';
import { disputeSheet } from './house-disputes.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { effectDeed, ledgerSheet } from './house-order-books.ts';
import { proofList, standing, transcript, vault } from './house-order-file.ts';
import { actForm, actRow, money, part, reasonWords, personLink, searchForm, sheet } from './house-parts.ts';
import { orderSheet } from './house-people.ts';
import { html, type Html } from './html.ts';
import { timelineSection } from './order-work.ts';
import { momentTag } from './times.ts';

const { order: text, search } = fileTexts;
const { columns, pages } = deskTexts;

/** Looking an order up, and the latest of them. */
export function ordersPage(data: {
  readonly desk: Desk;
  readonly typed: string;
  readonly recent: readonly Order[];
}): string {
  const { desk, typed, recent } = data;
  return deskPage(desk, {
    here: 'orders',
    title: pages.orders,
    main: [
      searchForm({
        action: '/house/orders',
        id: 'orders-search',
        label: search.orders,
        hint: search.ordersHint,
        button: search.button,
        typed,
      }),
      typed === '' ? null : html`<p class="note" role="status">${fill(search.noOrder, { typed })}</p>`,
      part('recent', search.recent, orderSheet(desk, search.recent, recent)),
    ],
  });
}

/** Everything about one order, and what the staff can do about it. */
export function orderFilePage(data: { readonly desk: Desk; readonly file: OrderFile }): string {
  const { desk, file } = data;
  const { order } = file;
  return deskPage(desk, {
    here: 'orders',
    title: order.tag,
    main: [
      html`<p class="lead"><bdi>${order.terms.title}</bdi></p>`,
      html`<div class="desk__halves">${standing(desk, file)} ${vault(file)}</div>`,
      part('deeds', text.acts, deeds(desk, file)),
      order.proofs.length > 0 ? part('proofs', text.proofs, proofList(desk, file)) : null,
      order.legs.length > 0 ? part('legs', text.legs, legSheet(file)) : null,
      order.refunds.length > 0 ? part('refunds', text.refunds, refundSheet(file)) : null,
      file.disputes.length > 0
        ? part(
            'disputes',
            text.disputes,
            disputeSheet(
              desk,
              text.disputes,
              file.disputes.map((dispute) => ({ dispute, tag: order.tag })),
            ),
          )
        : null,
      timelineSection(file.view, 'buyer', desk.now),
      part('entries', text.entries, ledgerSheet(desk, file)),
      part('effects', text.effects, effectSheet(desk, file)),
      part('sightings', text.sightings, sightingSheet(desk, file)),
      part('room', text.room, transcript(desk, file)),
    ],
  });
}

function deeds(desk: Desk, { order, escrow }: OrderFile): Html {
  const { tag, freeze } = order;
  const common = { id: 'order', fixed: { tag }, back: `/house/orders/${tag}` };
  const isLeft = escrow.heldMinor + escrow.releasedMinor > 0;
  return actRow([
    isLeft ? actForm(desk, { ...common, kind: 'refund', label: text.refund, explain: text.refundExplain }) : null,
    isLeft
      ? actForm(desk, {
          ...common,
          kind: 'refund',
          id: 'part',
          label: text.refundPart,
          explain: text.refundPartExplain,
          fields: amountField('refund-part-amount', true),
        })
      : null,
    freeze
      ? actForm(desk, { ...common, kind: 'thaw', label: text.thaw, explain: text.thawExplain })
      : actForm(desk, { ...common, kind: 'freeze', label: text.freeze, explain: text.freezeExplain }),
    escrow.heldMinor > 0
      ? actForm(desk, { ...common, kind: 'release', label: text.release, explain: text.releaseExplain })
      : null,
  ]);
}

/** Where an amount is typed as people type it. */
export function amountField(id: string, isRequired: boolean, label: string = text.amount): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="amountTyped"
      inputmode="decimal"
      maxlength="30"
      autocomplete="off"
      ${isRequired ? html`required` : null}
    />
  </div>`;
}

function legSheet({ order }: OrderFile): Html {
  return sheet(
    text.legs,
    [
      { heading: columns.person },
      { heading: columns.amount, isAmount: true },
      { heading: columns.state },
      { heading: columns.reason },
      { heading: columns.key },
    ],
    order.legs.map(({ party, citizenId, amountMinor, state, reason, transferId }) => [
      personLink({ id: citizenId, nickname: party }),
      money(amountMinor, order.terms.price.currency),
      text.legStates[state],
      reasonWords(reason),
      transferId ?? '',
    ]),
  );
}

function refundSheet({ order }: OrderFile): Html {
  return sheet(
    text.refunds,
    [
      { heading: columns.amount, isAmount: true },
      { heading: columns.reason },
      { heading: columns.state },
      { heading: columns.key },
    ],
    order.refunds.map(({ amountMinor, reason, state, refundId }) => [
      money(amountMinor, order.terms.price.currency),
      reasonWords(reason),
      text.refundStates[state],
      refundId ?? '',
    ]),
  );
}

function effectSheet(desk: Desk, { effects, order }: OrderFile): Html {
  return sheet(
    text.effects,
    [
      { heading: columns.what },
      { heading: columns.state },
      { heading: columns.tries },
      { heading: columns.error },
      { heading: columns.deed },
    ],
    effects.map(({ effect, state, attempts, lastError }) => [
      html`${effect.kind} <span class="desk__under">${effect.key}</span>`,
      text.effectStates[state],
      attempts,
      lastError ?? '',
      state === 'pending' ? effectDeed(desk, effect.key, `/house/orders/${order.tag}`) : '',
    ]),
  );
}

function sightingSheet(desk: Desk, { sightings }: OrderFile): Html {
  return sheet(
    text.sightings,
    [{ heading: columns.when }, { heading: text.source }, { heading: columns.what }, { heading: text.outcome }],
    sightings.map(({ at, source, text: said, outcome }) => [
      momentTag(at, desk.now),
      source,
      html`<bdi>${said}</bdi>`,
      outcome,
    ]),
  );
}
