import { describe, expect, test } from '@jest/globals';
import { bookFixture } from '../../core-fixture.ts';
import { readRiver } from './river.ts';

const book = bookFixture();
const [charge, release] = book.entries;

function places(entries: typeof book.entries) {
  const river = readRiver({ ...book, entries });
  return {
    addsUp: river.addsUp,
    at: Object.fromEntries(river.places.map(({ name, amountMinor }) => [name, amountMinor])),
  };
}

describe('the river shows where every cent is', () => {
  test('after the payment: all of it in the Vault', () => {
    expect(places(charge ? [charge] : [])).toEqual({ addsUp: true, at: { 'In the Vault': 475_00 } });
  });

  test('between release and transfer: on its way', () => {
    expect(places(charge && release ? [charge, release] : [])).toEqual({
      addsUp: true,
      at: { 'On its way to Kumo': 430_00, 'C500’s fee': 40_50, 'Protection fund': 4_50 },
    });
  });

  test('after the transfer: with the builder, and what Stripe kept stands apart', () => {
    expect(places(book.entries)).toEqual({
      addsUp: true,
      at: { 'With Kumo': 430_00, 'C500’s fee': 40_50, 'Protection fund': 4_50 },
    });
    expect(readRiver(book)).toMatchObject({ paidMinor: 475_00, stripeFeeMinor: 14_08 });
  });

  test('after a refund: back with the buyer', () => {
    const line = (account: string, amountMinor: number) => ({ account, amountMinor, currency: 'USD' });
    const base = { orderTag: book.order.tag, at: 0 };
    const refund = {
      ...base,
      id: 'r',
      kind: 'refund',
      postings: [line('held:ord_1', 475_00), line('refund-due:ord_1', -475_00)],
    };
    const sent = {
      ...base,
      id: 's',
      kind: 'refund-sent',
      postings: [line('refund-due:ord_1', 475_00), line('stripe', -475_00)],
    };
    expect(places(charge ? [charge, refund] : []).at).toEqual({ 'On its way back': 475_00 });
    expect(places(charge ? [charge, refund, sent] : [])).toEqual({
      addsUp: true,
      at: { 'Back with the buyer': 475_00 },
    });
  });

  test('books that lost a cent do not add up', () => {
    const broken = { ...book.entries[1], postings: [{ account: 'held:ord_1', amountMinor: 1, currency: 'USD' }] };
    const entries = charge && release ? [charge, { ...release, postings: broken.postings }] : [];
    expect(places(entries).addsUp).toBe(false);
  });
});
