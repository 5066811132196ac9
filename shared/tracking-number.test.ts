import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTrackingNumber, recogniseTracking, trackingUrl } from './tracking-number.ts';

const known = [
  ['UPS', '1Z5R89390357567127'],
  ['UPS', '1Z879E930346834440'],
  ['UPS', '1Z999AA10123456784'],
  ['Post (S10)', 'RB123456785GB'],
  ['Post (S10)', 'RA473124829US'],
  ['USPS', '9400111201080805483016'],
  ['USPS', '9405803699300124287899'],
  ['USPS', '9361289878700317633795'],
  ['USPS', '9405511108078863434863'],
  ['FedEx', '986578788855'],
  ['FedEx', '477179081230'],
  ['FedEx', '799531274483'],
  ['DHL', '3318810025'],
  ['DHL', '8487135506'],
] as const;

const digits = '0123456789'.split('');

/** Every number that differs from this one in one digit, with the place and the distance of the change. */
function wrongDigits(number: string): { typed: string; at: number; by: number }[] {
  return number.split('').flatMap((digit, at) =>
    /\d/.test(digit)
      ? digits
          .filter((other) => other !== digit)
          .map((other) => ({
            typed: number.slice(0, at) + other + number.slice(at + 1),
            at,
            by: Math.abs(Number(other) - Number(digit)),
          }))
      : [],
  );
}

test.each(known)('%s is recognised in %s as it is typed, before it is right and when it is', (carrier, number) => {
  expect(recogniseTracking(` ${number.toLowerCase()} `)).toEqual({ carrier, holds: true });
  const slips = wrongDigits(number).map(({ typed }) => recogniseTracking(typed));
  expect(slips.some((read) => read?.carrier === carrier && !read.holds)).toBe(true);
  expect(recogniseTracking(number.slice(0, 6))).toBeUndefined();
  expect(recogniseTracking(number.repeat(9))).toBeUndefined();
});

const passing = (number: string) => wrongDigits(number).filter(({ typed }) => readTrackingNumber(typed));

describe('a tracking number with the right carrier pattern and check digit is read', () => {
  test.each(known)('%s %s', (carrier, number) => {
    expect(readTrackingNumber(number)).toMatchObject({ carrier, number });
  });

  test.each(known)('%s %s, as printed on a label', (carrier, number) => {
    const printed = ` ${(number.toLowerCase().match(/.{1,4}/g) ?? []).join(' ')}\n`;
    expect(readTrackingNumber(printed)).toMatchObject({ carrier, number });
    expect(readTrackingNumber(printed.replaceAll(' ', '-'))).toMatchObject({ carrier, number });
  });

  test.each(known)('%s %s leads to its page', (carrier, number) => {
    const { url } = readTrackingNumber(number) ?? { url: '' };
    expect(new URL(url).protocol).toBe('https:');
    expect(url).toContain(number);
    expect(trackingUrl(carrier, number)).toBe(url);
  });

  test('a carrier that is no longer known has no page', () => {
    expect(trackingUrl('Pigeon', '1')).toBeUndefined();
  });
});

describe('the remainders that have no digit of their own', () => {
  test.each([
    ['an S10 remainder of 1 is written 0', 'RA473124850US', 'RA473124855US'],
    ['an S10 remainder of 0 is written 5', 'RA473124885US', 'RA473124880US'],
    ['a FedEx remainder of 10 is written 0', '986578788970', '986578788971'],
    ['a FedEx remainder of 0 is written 0', '986578788800', '986578788801'],
  ])('%s', (_, right, wrong) => {
    expect(readTrackingNumber(right)?.number).toBe(right);
    expect(readTrackingNumber(wrong)).toBeUndefined();
  });
});

describe('a slip of one digit is refused where the carrier’s check promises it', () => {
  test.each(known.filter(([carrier]) => carrier === 'USPS'))('%s %s: every slip', (_, number) => {
    expect(passing(number)).toEqual([]);
  });

  test.each(known.filter(([carrier]) => carrier === 'UPS'))(
    '%s %s: all but a slip of five in a digit that counts twice',
    (_, number) => {
      for (const { at, by } of passing(number))
        expect({ by, twice: at % 2 === 1, last: at === 17 }).toEqual({ by: 5, twice: true, last: false });
    },
  );

  test.each(known.filter(([carrier]) => carrier === 'DHL'))('%s %s: all but a slip of seven', (_, number) => {
    for (const { by, at } of passing(number)) expect([by, at < 9]).toEqual([7, true]);
  });

  test.each(known.filter(([carrier]) => carrier === 'FedEx' || carrier === 'Post (S10)'))(
    '%s %s: the check digit itself, and all but two of the eleven remainders',
    (carrier, number) => {
      const last = carrier === 'FedEx' ? 11 : 10;
      const slips = passing(number);
      expect(slips.filter(({ at }) => at === last)).toEqual([]);
      // Two remainders of eleven share a digit, so a place lets at most one wrong digit through.
      expect(new Set(slips.map(({ at }) => at)).size).toBe(slips.length);
      const lenient = number[last] === (carrier === 'FedEx' ? '0' : '5');
      if (!lenient) expect(slips).toEqual([]);
    },
  );
});

describe('what fits no carrier is not read', () => {
  test.each([
    ['nothing', ''],
    ['words', 'it is on its way'],
    ['a UPS number that is too short', '1Z5R8939035756712'],
    ['a UPS number with a wrong check digit', '1Z5R89390357567128'],
    ['an S10 number with a wrong check digit', 'RB123456784GB'],
    ['an S10 number without a country', 'RB123456785'],
    ['a USPS number with the wrong beginning', '9000111201080805483016'],
    ['a FedEx number with a wrong check digit', '986578788854'],
    ['a DHL number with a wrong check digit', '3318810026'],
    ['eleven digits', '33188100250'],
    ['digits of another script', '٣٣١٨٨١٠٠٢٥'],
  ])('%s', (_, text) => {
    expect(readTrackingNumber(text)).toBeUndefined();
  });

  test('check digits alone pass at most a fifth of random strings, so a number that fits is no proof', () => {
    const random = (length: number) =>
      fc.string({ unit: fc.constantFrom(...digits), minLength: length, maxLength: length });
    for (const length of [10, 12]) {
      const samples = fc.sample(random(length), { numRuns: 2_000, seed: 1 });
      const share = samples.filter((text) => readTrackingNumber(text)).length / samples.length;
      expect([length, share > 0.03, share < 0.2]).toEqual([length, true, true]);
    }
  });

  test('reading is total', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) => {
        const read = readTrackingNumber(text);
        if (read) expect(readTrackingNumber(read.number)).toEqual(read);
      }),
    );
    expect(readTrackingNumber('1'.repeat(1_000_000))).toBeUndefined();
  });
});
