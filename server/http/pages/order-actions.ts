import { houseRules } from '#shared/house-rules.ts';
import type { OrderAction, OrderView } from '#shared/schemas/order.ts';
import { packingTexts } from '#shared/text/en/pages-packing.ts';
import { en, fill } from '#shared/text/say.ts';
import type { Typed } from '../site-forms.ts';
import { confirmedForm, deedForm, wordsField } from './forms.ts';
import { html, type Html } from './html.ts';
import { formatLength } from './times.ts';

const text = en.pages.order;
const correcting = packingTexts.tracking;

type Doing = { readonly order: OrderView; readonly csrf: string; readonly typed?: Typed | undefined };

const onwardActions: ReadonlySet<OrderAction> = new Set([
  'start-checkout',
  'declare-shipment',
  'confirm-delivery',
  'refund-unproven',
]);

/** Whether the next step is the reader's, rather than only a way out. */
export function waitsForReader(order: OrderView): boolean {
  return order.actions.some(
    (action) => onwardActions.has(action) && !(action === 'declare-shipment' && order.tracking),
  );
}

/** Whoever may take the money back at once need not ask for it. */
function onwardFirst(all: readonly OrderAction[]): readonly OrderAction[] {
  const actions = all.includes('refund-unproven') ? all.filter((action) => action !== 'ask-cancellation') : all;
  return actions.toSorted((a, b) => Number(onwardActions.has(b)) - Number(onwardActions.has(a)));
}

/** What the reader can do now, as the rules allow it: one form per action, and a second look before what cannot be taken back. */
export function orderActions(doing: Doing): Html | null {
  const { actions } = doing.order;
  if (actions.length === 0) return null;
  return html`<section class="card actions" aria-labelledby="actions-title">
    <h2 id="actions-title">${text.actionsTitle}</h2>
    ${onwardFirst(actions).map((action) => actionForm(action, doing))}
  </section>`;
}

function actionForm(action: OrderAction, { order, csrf, typed }: Doing): Html {
  const said = text.actions[action];
  const form = { action: `/orders/${encodeURIComponent(order.tag)}/${action}`, csrf };
  const refused = typed?.deed === action ? typed.fields : undefined;
  switch (action) {
    case 'start-checkout':
      // Paying begins with the choice of a country, which is made on the payment page.
      return html`<p>
        <a class="button button--large" href="${order.claim?.payUrl ?? '/pay'}">${said.label}</a>
      </p>`;
    case 'declare-shipment':
      return html`<div class="stack">
        <h3>${order.tracking ? correcting.label : said.label}</h3>
        <p>${order.tracking ? fill(correcting.correct, { number: order.tracking.number }) : said.explain}</p>
        ${deedForm({ ...form, label: said.confirm, fields: trackingField(refused?.['number']) })}
      </div>`;
    case 'refund-order':
      return confirmed(action, { ...form, isOpen: refused !== undefined, fields: reasonField(refused?.['reason']) });
    case 'report':
      return confirmed(action, { ...form, isOpen: refused !== undefined, fields: reportFields(refused) });
    case 'cancel-claim':
    case 'confirm-delivery':
    case 'ask-cancellation':
    case 'refund-unproven':
    case 'grant-days':
      return confirmed(action, form);
    default:
      return action satisfies never;
  }
}

function confirmed(action: OrderAction, form: { action: string; csrf: string; fields?: Html; isOpen?: boolean }): Html {
  const said = text.actions[action];
  const words = { cancellation: formatLength(houseRules.cancellationMs), days: houseRules.grantedDaysStep };
  return confirmedForm({
    ...form,
    id: action,
    isOnward: onwardActions.has(action),
    opener: fill(said.label, words),
    explain: fill(said.explain, words),
    label: fill(said.confirm, words),
  });
}

function trackingField(refused?: string): Html {
  return html`<div class="field">
    <label for="number">${text.trackingNumber}</label>
    <input
      id="number"
      name="number"
      value="${refused ?? ''}"
      ${refused === undefined ? null : html`aria-invalid="true"`}
      required
      minlength="4"
      maxlength="60"
      autocomplete="off"
      spellcheck="false"
    />
  </div>`;
}

function reportFields(refused?: Typed['fields']): Html {
  const { kind, kinds, what } = text.report;
  return html`<div class="field">
      <label for="kind">${kind}</label>
      <select id="kind" name="kind" required>
        ${Object.entries(kinds).map(([value, label]) => html`<option value="${value}" ${value === refused?.['kind'] ? html`selected` : null}>${label}</option>`)}
      </select>
    </div>
    ${wordsField({ id: 'text', name: 'text', label: what, length: { least: 10, most: 1_500 }, rows: 4, refused: refused?.['text'] })}`;
}

function reasonField(refused?: string): Html {
  const length = { least: 1, most: 300 };
  return wordsField({ id: 'reason', name: 'reason', label: text.reason, length, rows: 2, refused });
}
