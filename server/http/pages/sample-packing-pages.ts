import { hour } from '#shared/house-rules.ts';
import type { SiteVisitor } from './layout.ts';
import { packingPage, type PackingPageData } from './packing.ts';
import { sampleNow, sampleOrder, sampleOrders } from './sample-views.ts';

const hidden = {
  sentence: 'The address is hidden while your channel is live.',
  remedy: 'Look again after the stream.',
};

/** The page from which an order is packed: at home, over a border, while its builder is live, and once a carrier has the parcel. */
export function packingPages(me: SiteVisitor): Readonly<Record<string, string>> {
  const toPack: PackingPageData = {
    order: sampleOrder({ ...sampleOrders['building'], actions: ['declare-shipment'] }),
    label: ['Robin Example', '12 Keycap Lane', 'Portland OR 97209', 'UNITED STATES'],
    customs: null,
    problem: undefined,
    hidden,
    price: '$420.00',
    shippingStandard: 1,
    scannedAt: null,
    csrf: 'form-csrf',
    now: sampleNow,
    me,
  };
  const value = { amountMinor: 420_00, currency: 'USD' };
  const customs = { guild: 'builder', value, origin: null, code: '8471.60' } as const;
  const label = ['Robin von und zu einem wirklich langen Namen', 'Platz der Tastaturen 12', '10999 Berlin', 'GERMANY'];
  return {
    packing: packingPage(toPack),
    'packing-abroad': packingPage({ ...toPack, label, customs }),
    'packing-live': packingPage({ ...toPack, label: null, problem: hidden }),
    'packing-sent': packingPage({
      ...toPack,
      order: sampleOrder({ ...sampleOrders['shipped'], actions: ['declare-shipment'] }),
      scannedAt: sampleNow - hour,
    }),
  };
}
