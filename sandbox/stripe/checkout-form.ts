import type { BuyerInput } from './buyer.ts';
import type { CardInput } from './cards.ts';
import type { Session } from './objects.ts';

const textMax = 500;

/** What the page's form holds besides the card, all as typed. */
export type CheckoutForm = {
  readonly email: string;
  readonly name: string;
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly shippingRate: string;
};

/** An untouched form: only the email the session came with, and the first country it ships to. */
export function emptyForm(session: Session): CheckoutForm {
  const country = session.shipping_address_collection?.allowed_countries[0] ?? '';
  const blank = { name: '', line1: '', city: '', state: '', postalCode: '', shippingRate: '' };
  return { ...blank, email: session.customer_email ?? '', country };
}

/** Reads a posted form. The card is kept apart, because it is never shown again. */
export function readCheckoutForm(body: string): { readonly form: CheckoutForm; readonly card: CardInput } {
  const posted = new URLSearchParams(body);
  const read = (name: string): string => (posted.get(name) ?? '').slice(0, textMax);
  return {
    form: {
      email: read('email'),
      name: read('name'),
      line1: read('line1'),
      city: read('city'),
      state: read('state'),
      postalCode: read('postalCode'),
      country: read('country'),
      shippingRate: read('shippingRate'),
    },
    card: { number: read('number'), expiry: read('expiry'), cvc: read('cvc') },
  };
}

/** The form's answers as the rules want them. */
export function describeBuyerInput(form: CheckoutForm): BuyerInput {
  const { email, shippingRate, ...shipping } = form;
  return { email, shipping, shippingRate };
}
