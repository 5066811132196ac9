import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';

const texts = panelTexts.claim;

/** The code that leads to the payment elsewhere, where this panel may open no payment page. It tells no price. */
export function PayCode({ order }: { readonly order: OrderView }) {
  const code = order.claim?.payCode;
  if (!code) return null;
  return (
    <div className="paycode">
      <h2>{texts.codeTitle}</h2>
      <p className="paycode__code code">
        <span aria-hidden="true">{code}</span>
        <span className="visually-hidden">{spell(code)}</span>
      </p>
      <p>
        {fill(texts.codeWhere, { address: payAddress(order.orderUrl) })} {texts.codeOnce}
      </p>
      <p className="small">{texts.codeBot}</p>
    </div>
  );
}

/** Symbol by symbol, as one would say it on the phone. */
function spell(code: string): string {
  return Array.from(code, (symbol) => (symbol === '-' ? 'dash' : symbol)).join(', ');
}

/** Where codes are entered: our own site, whose address the order's page has. */
function payAddress(orderUrl: string): string {
  return `${siteOf(orderUrl)}/pay`;
}

/** The site of an order's page, as one would type it. */
export function siteOf(orderUrl: string): string {
  return URL.canParse(orderUrl) ? new URL(orderUrl).host : '';
}
