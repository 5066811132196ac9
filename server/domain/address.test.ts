import { describe, expect, test } from '@jest/globals';
import { labelLines, type PostalAddress } from './address.ts';
import { customsOf } from './customs.ts';
import { paidLife } from './order-samples.ts';

const robin: PostalAddress = {
  name: ' Robin Example ',
  line1: '12 Keycap Lane',
  line2: null,
  city: 'Portland',
  state: 'OR',
  postalCode: '97209',
  country: 'US',
};

describe('an address on a label', () => {
  test.each([
    ['behind the state in America', robin, 'United States', ['12 Keycap Lane', 'Portland OR 97209', 'UNITED STATES']],
    [
      'before the place in Germany',
      { ...robin, country: 'DE', state: '', line2: 'Hinterhaus', city: 'Berlin', postalCode: '10999' },
      'Germany',
      ['12 Keycap Lane', 'Hinterhaus', '10999 Berlin', 'GERMANY'],
    ],
    [
      'before the place, with the prefecture below, in Japan',
      { ...robin, country: 'JP', state: 'Tokyo', city: 'Setagaya', postalCode: '154-0024' },
      'Japan',
      ['12 Keycap Lane', '154-0024 Setagaya', 'Tokyo', 'JAPAN'],
    ],
    [
      'nowhere where nobody typed one',
      { ...robin, country: 'HK', state: null, city: null, postalCode: null },
      'Hong Kong',
      ['12 Keycap Lane', 'HONG KONG'],
    ],
  ])('has its postal code %s, the name first and the country last', (_, address, country, rest) => {
    expect(labelLines(address, country)).toEqual(['Robin Example', ...rest]);
  });
});

test('customs ask what is in a parcel that leaves its country, and at home nothing', () => {
  const { order } = paidLife();
  expect(customsOf(order, 'US', 'US')).toBeNull();
  expect(customsOf(order, 'DE', 'US')).toEqual({
    guild: order.terms.guild,
    value: order.terms.price,
    origin: 'US',
    code: '8471.60',
  });
  expect(customsOf(order, 'DE', null)?.origin).toBeNull();
  const keycaps = { ...order, terms: { ...order.terms, guild: 'artisan' as const } };
  expect(customsOf(keycaps, 'DE', 'US')?.code).toBe('8473.30');
});
