import { describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { DropStatus } from '#shared/schemas/drop.ts';
import { Fulfilment } from '#shared/schemas/order.ts';
import { putOnBench, emptyBench, startStream } from './bench.ts';
import { newChannel } from './channel.ts';
import {
  arranged,
  deskActions,
  emptyBuild,
  emptyDesk,
  judgeStatus,
  judgeWork,
  plainLine,
  readNote,
  sharedBy,
  withFinish,
  withNote,
  withPhoto,
  withStep,
} from './desk.ts';
import { builderId, claimedAt as now, give, paidLife, streamProof } from './order-samples.ts';

const { order } = paidLife();
const build = emptyBuild(order);
const channel = { ...newChannel('777', 'kumo', builderId), live: { streamId: 's1', startedAt: now } };
const bench = startStream(emptyBench(builderId, now), 's1', now);
const onBench = putOnBench(bench, { orderId: order.id, streamId: 's1', offsetMs: 0, snapshot: order.tag }, now);

describe('an order is worked on between its payment and its end', () => {
  const verdicts: Readonly<Record<Fulfilment, string>> = {
    reserved: 'not-allowed-now',
    lapsing: 'not-allowed-now',
    paid: 'allowed',
    building: 'allowed',
    shipped: 'allowed',
    delivered: 'order-ended',
    completed: 'order-ended',
    cancelled: 'order-ended',
    expired: 'order-ended',
  };
  test.each(Fulfilment.options)('%s', (fulfilment) => {
    expect(judgeWork({ fulfilment })?.code ?? 'allowed').toBe(verdicts[fulfilment]);
  });
});

describe('a drop at the desk: draft → open ⇄ paused → closed', () => {
  const allowed = new Set(['draft open', 'open paused', 'open closed', 'paused open', 'paused closed']);
  const pairs = DropStatus.options.flatMap((from) => DropStatus.options.map((to) => [from, to] as const));
  test.each(pairs)('%s to %s', (from, to) => {
    const isAllowed = from === to || allowed.has(`${from} ${to}`);
    expect(judgeStatus(from, to)?.code ?? 'allowed').toBe(
      isAllowed ? 'allowed' : from === 'closed' ? 'drop-closed' : 'not-allowed-now',
    );
  });
});

describe('what a builder keeps of the making of an order', () => {
  test('a step that is ticked twice keeps its first moment, and a tick can be taken away', () => {
    const ticked = withStep(build, 'plate', true, now);
    expect(ticked.steps).toEqual({ plate: now });
    expect(withStep(ticked, 'plate', true, now + minute)).toBe(ticked);
    expect(withStep(ticked, 'plate', false, now + minute).steps).toEqual({});
    expect(withStep(build, 'plate', false, now)).toBe(build);
  });

  test('a note that is sent twice is one note', () => {
    const once = withNote(build, { id: 'request-1', text: 'Lubed' }, now);
    expect(once).toMatchObject({ next: { notes: [{ id: 'request-1', text: 'Lubed', at: now }] } });
    expect(once.ok && withNote(once.next, { id: 'request-1', text: 'Lubed' }, now + 1)).toEqual(once);
  });

  test('notes and photos are bounded, and what is there already is never too many', () => {
    const full = {
      ...build,
      notes: Array.from({ length: houseRules.notesPerOrderMax }, (_, index) => ({
        id: `n${index}`,
        text: '',
        at: now,
      })),
      photos: Array.from({ length: houseRules.photosPerOrderMax }, (_, index) => ({ name: `p${index}`, at: now })),
    };
    expect(withNote(full, { id: 'one-more', text: '' }, now)).toMatchObject({ refusal: { code: 'too-many-notes' } });
    expect(withPhoto(full, 'one-more', now)).toMatchObject({ refusal: { code: 'too-many-notes' } });
    expect(withNote(full, { id: 'n3', text: '' }, now)).toEqual({ ok: true, next: full });
    expect(withPhoto(full, 'p7', now)).toEqual({ ok: true, next: full });
    expect([houseRules.notesPerOrderMax, houseRules.photosPerOrderMax]).toEqual([20, 8]);
  });

  test('saying twice that it is finished does not move the moment', () => {
    const finished = withFinish(build, now);
    expect(finished.finishedAt).toBe(now);
    expect(withFinish(finished, now + minute)).toBe(finished);
  });
});

describe('what people type is shown as a plain line', () => {
  test.each([
    ['turned \u202earound\u2069', 'turned around'],
    ['un\u200bseen\ufeff', 'unseen'],
    ['two\r\nlines\u2028', 'two lines'],
    [`box${'\u0301'.repeat(40)}`, `box${'\u0301'.repeat(3)}`],
    ['<b>\u{1f469}\u200d\u{1f527}</b> שלום', '<b>\u{1f469}\u200d\u{1f527}</b> שלום'],
    ['\u200b\u2066', ''],
  ])('%j is %j', (text, plain) => {
    expect([plainLine(text), readNote(text)]).toEqual([plain, plain === '' ? undefined : plain]);
  });

  test('is read in the time that its length takes', () => {
    const started = performance.now();
    plainLine('\u0301\u200b'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the queue', () => {
  test('is as the builder arranged it; what was not arranged follows as it came, and what is gone is passed over', () => {
    const orders = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
    expect(arranged(orders, ['d', 'gone', 'b']).map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c']);
    expect(arranged(orders, emptyDesk(builderId).queue)).toEqual(orders);
  });
});

describe('what a builder may do with an order now', () => {
  const proved = give(paidLife(), streamProof, 'system').order;
  const finished = withFinish(build, now);
  test.each([
    ['paid while live', order, channel, bench, undefined, ['put-on-bench', 'work', 'finish']],
    ['paid while offline', order, { ...channel, live: null }, bench, undefined, ['work', 'finish']],
    ['on the bench', order, channel, onBench, undefined, ['take-off-bench', 'work', 'finish']],
    ['proved and finished', proved, channel, bench, finished, ['work']],
    ['finished and not proved', order, channel, bench, finished, ['put-on-bench', 'work']],
    [
      'of another builder’s channel',
      order,
      { ...channel, builderId: makeId('citizen', 'y'.repeat(16)) },
      bench,
      undefined,
      ['work', 'finish'],
    ],
    ['refunded', { ...order, fulfilment: 'cancelled' as const }, channel, bench, undefined, []],
  ])('%s', (_, given, where, on, made, actions) => {
    expect(deskActions(given, where, on, made)).toEqual(actions);
  });

  test('minutes are shared by those on the bench that are not proved', () => {
    expect([sharedBy(bench, order.id), sharedBy(onBench, order.id)]).toEqual([0, 1]);
  });
});
