import { describe, expect, test } from '@jest/globals';

import { testCards } from './cards.ts';
import { catchError, openRig, payBoard } from './test-rig.ts';

const pdf = Buffer.from('%PDF-1.3\n1 0 obj << /Type /Page >> endobj\n%%EOF');
const upload = (data: Buffer, name = 'evidence.pdf') => ({
  purpose: 'dispute_evidence' as const,
  file: { data, name, type: 'application/pdf' },
});

describe('evidence', () => {
  test('a file goes up byte by byte, and is filed with a dispute once', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const id = rig.standIn.openDispute(chargeId, 'product_not_received');
    const bytes = Buffer.concat([pdf, Buffer.from([0, 255, 13, 10, 128])]);
    const file = await rig.stripe.files.create(upload(bytes));
    expect(file).toMatchObject({ object: 'file', purpose: 'dispute_evidence', size: bytes.length, type: 'pdf' });
    expect(rig.standIn.model.files.get(file.id)?.base64).toBe(bytes.toString('base64'));
    const evidence = { uncategorized_file: file.id, uncategorized_text: 'Built live.' };
    const filed = await rig.stripe.disputes.update(id, { evidence, intended_submission_method: 'manual' });
    expect(filed).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } });
    expect((await catchError(rig.stripe.disputes.update(id, { evidence }))).param).toBe('evidence');
  });

  test('what Stripe would not take is refused: other files, long texts, unknown files, and answers after the day', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const late = rig.standIn.openDispute(chargeId, 'general', { dueInSeconds: -1 });
    const refused = async (call: Promise<unknown>) => (await catchError(call)).message;
    expect(await refused(rig.stripe.files.create(upload(Buffer.from('MZ'))))).toContain('Unsupported file type');
    expect(await refused(rig.stripe.files.create(upload(Buffer.concat([pdf, Buffer.alloc(5_000_000)]))))).toContain(
      '5 MB',
    );
    const text = (uncategorized_text: string) => rig.stripe.disputes.update(late, { evidence: { uncategorized_text } });
    expect(await refused(text('a'.repeat(20_001)))).toContain('20000');
    expect(await refused(text('Built live.'))).toContain('is over');
    expect(
      await refused(rig.stripe.disputes.update(late, { evidence: { uncategorized_file: 'file_none' } })),
    ).toContain('is over');
  });

  test('more than 50 pages are refused, and nothing counts as filed', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const id = rig.standIn.openDispute(chargeId);
    const pages = Buffer.from(`%PDF-1.3\n${'<< /Type /Page >>\n'.repeat(51)}`);
    const file = await rig.stripe.files.create(upload(pages));
    const error = await catchError(rig.stripe.disputes.update(id, { evidence: { uncategorized_file: file.id } }));
    expect(error.message).toContain('50 pages');
    const dispute = await rig.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({ status: 'needs_response', evidence_details: { submission_count: 0 } });
  });
});

describe('test cards', () => {
  test.each([
    [testCards.disputedAsFraud, 'fraudulent', 'needs_response', 1],
    [testCards.disputedAsNotReceived, 'product_not_received', 'needs_response', 1],
    [testCards.inquiry, 'fraudulent', 'warning_needs_response', 0],
  ])('%s pays and is disputed', async (number, reason, status, bookings) => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig, number);
    const [dispute] = (await rig.stripe.disputes.list({ charge: chargeId })).data;
    expect(dispute).toMatchObject({ reason, status });
    expect(dispute?.balance_transactions).toHaveLength(bookings);
  });
});

test('an inquiry takes nothing until it becomes a dispute, and ends without a verdict', async () => {
  await using rig = await openRig();
  const { chargeId } = await payBoard(rig, testCards.inquiry);
  const [inquiry] = (await rig.stripe.disputes.list({ charge: chargeId })).data;
  const id = inquiry?.id ?? '';
  expect(await rig.stripe.charges.retrieve(chargeId)).toMatchObject({ disputed: false });
  expect(() => rig.standIn.closeDispute(id, 'won')).toThrow();
  rig.standIn.escalateInquiry(id);
  expect(await rig.stripe.charges.retrieve(chargeId)).toMatchObject({ disputed: true, dispute: id });
  expect((await rig.stripe.disputes.retrieve(id)).balance_transactions).toMatchObject([{ net: -47_500 - 1500 }]);
  await rig.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
  expect(await rig.stripe.disputes.retrieve(id)).toMatchObject({ status: 'won' });
});

test('a bank that warns of a charge has nothing to prevent once it is disputed', async () => {
  await using rig = await openRig();
  const { chargeId } = await payBoard(rig);
  const id = rig.standIn.warnOfFraud(chargeId);
  expect(await rig.stripe.radar.earlyFraudWarnings.retrieve(id)).toMatchObject({ actionable: true });
  rig.standIn.openDispute(chargeId);
  expect(await rig.stripe.radar.earlyFraudWarnings.retrieve(id)).toMatchObject({ actionable: false });
});
