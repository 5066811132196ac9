import { describe, expect, test } from '@jest/globals';
import { textsFor } from '#shared/text/locales.ts';
import { decodeComponentId, decodeFormId, encodeCustomId } from './custom-id.ts';
import { createDrafts, type DropDraft } from './drafts.ts';
import { buildDropForm, decodeOptions } from './drop-form.ts';

const draft: DropDraft = {
  userId: '1',
  requestId: '100',
  options: {
    guild: 'artisan',
    kind: 'commission',
    units: 1000,
    proofDays: 45,
    marketerDiscordId: '2'.repeat(20),
    liveOnly: true,
    grail: true,
    earlyBirdMinutes: 10_080,
    raffleMinutes: 20_160,
  },
  fields: { title: 'T', price: '1', specs: 'S', vodUrl: '' },
  pictures: [],
};

describe('drafts', () => {
  test('are found and forgotten by their owner only, and kept only for a while', () => {
    let now = 0;
    const drafts = createDrafts({ max: 10, lifeMs: 100, now: () => now });
    const id = drafts.keep(draft);
    expect(drafts.find(id, '1')).toBe(draft);
    expect(drafts.find(id, '2')).toBeUndefined();
    drafts.forget(id, '2');
    expect(drafts.find(id, '1')).toBe(draft);
    now = 100;
    expect(drafts.find(id, '1')).toBeUndefined();
  });

  test('make room for newer ones, oldest first', () => {
    const drafts = createDrafts({ max: 2, lifeMs: 100, now: () => 0 });
    const [first, second, third] = [drafts.keep(draft), drafts.keep(draft), drafts.keep(draft)];
    expect([first, second, third].map((id) => drafts.find(id, '1') !== undefined)).toEqual([false, true, true]);
  });
});

describe('custom ids', () => {
  test('say what a button or a form is for', () => {
    expect(decodeComponentId(encodeCustomId('claim', 'drp_1:2'))).toEqual({ action: 'claim', ref: 'drp_1:2' });
    expect(decodeFormId(encodeCustomId('apply', 'me'))).toEqual({ action: 'apply', ref: 'me' });
  });

  test.each(['', 'claim', 'fly:1', ':1', 'toString:1'])('of other making are not read: "%s"', (customId) => {
    expect(decodeComponentId(customId)).toBeUndefined();
    expect(decodeFormId(customId)).toBeUndefined();
  });

  test('that Discord would not take are a defect', () => {
    expect(() => encodeCustomId('claim', 'x'.repeat(100))).toThrow(RangeError);
  });

  test('carry the longest options of a form there and back', () => {
    const again = { draftId: 'abcdefghijkl', fields: draft.fields, pictures: 4 };
    const customId = buildDropForm(textsFor('en'), draft.options, again).toJSON().custom_id;
    const ref = decodeFormId(customId)?.ref ?? '';
    expect(decodeOptions(ref)).toEqual({ options: draft.options, draftId: 'abcdefghijkl' });
    expect(decodeOptions(ref.replace('1000', '0'))).toBeUndefined();
  });
});
