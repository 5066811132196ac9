import { exampleAddress } from './buyer.ts';
import type { BuyerProblem } from './buyer.ts';
import { testCards } from './cards.ts';
import type { CheckoutForm } from './checkout-form.ts';
import { formatAmount } from './currencies.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Checkout, Session, ShippingChoice } from './objects.ts';

/** What the page shows: the session, what was typed so far, and what was wrong with it. */
export type CheckoutView = {
  readonly merchantName: string;
  readonly session: Session;
  readonly checkout: Checkout;
  readonly form: CheckoutForm;
  readonly problems: readonly BuyerProblem[];
  /** What the bank said, after a decline. */
  readonly declined: string | null;
};

/** The hosted page of an open session. */
export function renderCheckout(view: CheckoutView): string {
  const { merchantName, session, checkout } = view;
  return renderPage(
    `${merchantName} · Checkout`,
    html`<main class="checkout">
      <section class="summary" aria-label="Order summary">
        ${renderBack(session, merchantName)} ${renderSummary(session, checkout)}
      </section>
      <section class="payment" aria-label="Payment">${renderForm(view)}</section>
    </main>`,
  );
}

/** The page of a session that can no longer be paid: because it was, or because its time is over. */
export function renderEndedCheckout(session: Session, merchantName: string): string {
  const isPaid = session.status === 'complete';
  const heading = isPaid ? 'This is already paid' : 'This checkout has expired';
  const sentence = isPaid
    ? 'Your payment went through, and your card was charged once. There is nothing left to do here.'
    : 'Its time is over, and no money was taken. Go back to start again.';
  const target = isPaid ? fillSuccessUrl(session) : (session.cancel_url ?? session.success_url);
  return renderNotice(`${merchantName} · Checkout`, heading, sentence, {
    href: target,
    text: `Return to ${merchantName}`,
  });
}

/** A page that says one thing and offers at most one way on. */
export function renderNotice(
  title: string,
  heading: string,
  sentence: string,
  link: { readonly href: string; readonly text: string } | null,
): string {
  const way = link && html`<a class="button" href="${link.href}">${link.text}</a>`;
  return renderPage(
    title,
    html`<main class="notice">
      <h1>${heading}</h1>
      <p>${sentence}</p>
      ${way}
    </main>`,
  );
}

/** The success address with the session's id in its place. */
export function fillSuccessUrl(session: Session): string {
  return session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

/** The frame of every page, with the mark that tells it from the real thing. */
export function renderPage(title: string, body: Html): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/checkout.css" />
        <script src="/assets/checkout-script.js" defer></script>
      </head>
      <body>
        <header class="mark">simulated Stripe, no money moves</header>
        ${body}
      </body>
    </html>`;
  return page.markup;
}

function renderBack(session: Session, merchantName: string): Html {
  if (session.cancel_url === null) return html`<p class="merchant">${merchantName}</p>`;
  return html`<a class="merchant" href="${session.cancel_url}"
    ><span aria-hidden="true">←</span> Back to ${merchantName}</a
  >`;
}

function renderSummary(session: Session, checkout: Checkout): Html {
  const total = formatAmount(session.amount_total, session.currency);
  const [first] = checkout.lineItems;
  const picture =
    checkout.pictureUrl && html`<img class="picture" src="${checkout.pictureUrl}" alt="${first?.description ?? ''}" />`;
  const lines = checkout.lineItems.map((line) =>
    renderLine(line.description, line.amount_total, session.currency, line.quantity),
  );
  const shipping =
    session.shipping_cost &&
    renderLine(shippingName(session, checkout), session.shipping_cost.amount_total, session.currency);
  return html`<h1 class="caption">Pay for your order</h1>
    <p class="amount">${total}</p>
    ${picture}
    <dl class="lines">
      ${lines} ${shipping}
      <div class="total">
        <dt>Total due</dt>
        <dd>${total}</dd>
      </div>
    </dl>`;
}

function renderLine(name: string, amountMinor: number, currency: string, quantity = 1): Html {
  const times = quantity > 1 ? html` <small>× ${quantity}</small>` : null;
  return html`<div>
    <dt>${name}${times}</dt>
    <dd>${formatAmount(amountMinor, currency)}</dd>
  </div>`;
}

function shippingName(session: Session, checkout: Checkout): string {
  const rate = session.shipping_cost?.shipping_rate;
  return checkout.shippingChoices.find((choice) => choice.rateId === rate)?.displayName ?? 'Shipping';
}

function renderForm(view: CheckoutView): Html {
  const { session, form, problems, declined } = view;
  const collectsAddress = session.shipping_address_collection !== null;
  const alert = declined ?? (problems.length > 0 ? 'Please check the fields marked below. Nothing was charged.' : null);
  return html`<form method="post" action="/c/pay/${session.id}" data-checkout novalidate>
    ${alert && html`<p class="alert" role="alert">${alert}</p>`} ${renderExamples(session)}
    <h2>Contact</h2>
    ${renderField(view, { name: 'email', label: 'Email', value: form.email, type: 'email', autocomplete: 'email' })}
    ${collectsAddress ? renderAddress(view) : null} ${renderShippingChoices(view)}
    <h2>Card</h2>
    ${renderCard(view)}
    <button type="submit" class="button pay" data-busy-text="Processing…">
      <span>Pay ${formatAmount(session.amount_total, session.currency)}</span>
    </button>
  </form>`;
}

function renderAddress(view: CheckoutView): Html {
  const { form, session } = view;
  const countries = session.shipping_address_collection?.allowed_countries ?? [];
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  const options = countries.map((code) => {
    const text = names.of(code) ?? code;
    return code === form.country
      ? html`<option value="${code}" selected>${text}</option>`
      : html`<option value="${code}">${text}</option>`;
  });
  return html`<h2>Shipping address</h2>
    ${renderField(view, { name: 'name', label: 'Full name', value: form.name, autocomplete: 'shipping name' })}
    ${renderField(view, { name: 'line1', label: 'Address', value: form.line1, autocomplete: 'shipping address-line1' })}
    <div class="pair">
      ${renderField(view, { name: 'city', label: 'City', value: form.city, autocomplete: 'shipping address-level2' })}
      ${renderField(view, { name: 'postalCode', label: 'Postal code', value: form.postalCode, autocomplete: 'shipping postal-code' })}
    </div>
    <div class="pair">
      ${renderField(view, { name: 'state', label: 'State or region', value: form.state, autocomplete: 'shipping address-level1' })}
      <div class="field">
        <label for="country">Country</label>
        <select id="country" name="country" autocomplete="shipping country">
          ${options}
        </select>
        ${renderProblem(view, 'country')}
      </div>
    </div>`;
}

function renderShippingChoices({ session, checkout, form }: CheckoutView): Html | null {
  if (checkout.shippingChoices.length < 2) return null;
  const chosen = form.shippingRate === '' ? checkout.shippingChoices[0]?.rateId : form.shippingRate;
  const choices = checkout.shippingChoices.map((choice) =>
    renderShippingChoice(choice, session.currency, choice.rateId === chosen),
  );
  return html`<fieldset class="choices">
    <legend>Shipping method</legend>
    ${choices}
  </fieldset>`;
}

function renderShippingChoice(
  { rateId, displayName, amountMinor }: ShippingChoice,
  currency: string,
  isChosen: boolean,
): Html {
  const text = html`<span>${displayName}</span> <span>${formatAmount(amountMinor, currency)}</span>`;
  return isChosen
    ? html`<label><input type="radio" name="shippingRate" value="${rateId}" checked /> ${text}</label>`
    : html`<label><input type="radio" name="shippingRate" value="${rateId}" /> ${text}</label>`;
}

function renderCard(view: CheckoutView): Html {
  const number = {
    name: 'number',
    label: 'Card number',
    value: '',
    autocomplete: 'cc-number',
    placeholder: '1234 1234 1234 1234',
  };
  const expiry = { name: 'expiry', label: 'Expiry', value: '', autocomplete: 'cc-exp', placeholder: 'MM / YY' };
  const cvc = { name: 'cvc', label: 'CVC', value: '', autocomplete: 'cc-csc', placeholder: 'CVC' };
  return html`${renderField(view, { ...number, inputMode: 'numeric' })}
    <div class="pair">
      ${renderField(view, { ...expiry, inputMode: 'numeric' })} ${renderField(view, { ...cvc, inputMode: 'numeric' })}
    </div>`;
}

type Field = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly autocomplete: string;
  readonly type?: 'text' | 'email';
  readonly inputMode?: 'numeric' | 'text';
  readonly placeholder?: string;
};

function renderField(view: CheckoutView, field: Field): Html {
  const problem = renderProblem(view, field.name);
  return html`<div class="field">
    <label for="${field.name}">${field.label}</label>
    <input
      id="${field.name}"
      name="${field.name}"
      type="${field.type ?? 'text'}"
      value="${field.value}"
      autocomplete="${field.autocomplete}"
      inputmode="${field.inputMode ?? 'text'}"
      placeholder="${field.placeholder ?? ''}"
      aria-invalid="${problem === null ? 'false' : 'true'}"
      ${problem && html`aria-describedby="${field.name}-problem"`}
    />
    ${problem}
  </div>`;
}

function renderProblem({ problems }: CheckoutView, name: string): Html | null {
  const problem = problems.find(({ field }) => field === name);
  return problem === undefined ? null : html`<p class="problem" id="${name}-problem">${problem.message}</p>`;
}

/** Buttons for people who try things out; without a script there is nothing for them to do, so it reveals them. */
function renderExamples(session: Session): Html {
  const cards: readonly [string, string][] = [
    [testCards.pays, 'Use a working card'],
    [testCards.declined, 'Use a declined card'],
    [testCards.insufficientFunds, 'Use a card without funds'],
    [testCards.fraudWarning, 'Use a suspicious card'],
  ];
  const buttons = cards.map(([number, text]) => html`<button type="button" data-card="${number}">${text}</button>`);
  const country = session.shipping_address_collection?.allowed_countries[0];
  const address =
    country === undefined ? null : JSON.stringify({ ...exampleAddress(country), email: 'robin@example.com' });
  return html`<fieldset class="examples" data-examples hidden>
    <legend>For trying out</legend>
    ${address && html`<button type="button" data-fill="${address}">Fill an example address</button>`} ${buttons}
  </fieldset>`;
}
