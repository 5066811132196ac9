/** Where something is sent, as the buyer typed it on the payment page. `country` is an ISO 3166-1 alpha-2 code. */
export type PostalAddress = {
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string;
};
