import { describe, expect, test } from '@jest/globals';
import { aDesk } from '../../test/canned-desk.ts';
import { coreNow } from '../../test/canned-views.ts';
import { layOver, subjectOf } from './changes.ts';

const desk = aDesk();
const stepOf = (view: typeof desk, tag: string, step: string) =>
  [...view.bench, ...view.queue].find((order) => order.tag === tag)?.build.steps.find(({ key }) => key === step);

describe('what was done is shown before it is answered', () => {
  test('a tick', () => {
    const view = layOver(desk, { kind: 'tick', tag: 'C5-7K3QF2M', step: 'switches', done: true });
    expect(stepOf(view, 'C5-7K3QF2M', 'switches')).toEqual({ key: 'switches', doneAt: coreNow });
    expect(stepOf(view, 'C5-2M9PTRA', 'switches')).toEqual({ key: 'switches', doneAt: null });
  });

  test('a tick that is there already keeps its moment', () => {
    const before = stepOf(desk, 'C5-7K3QF2M', 'case');
    const view = layOver(desk, { kind: 'tick', tag: 'C5-7K3QF2M', step: 'case', done: true });
    expect(stepOf(view, 'C5-7K3QF2M', 'case')).toEqual(before);
  });

  test('a tick taken away', () => {
    const view = layOver(desk, { kind: 'tick', tag: 'C5-7K3QF2M', step: 'case', done: false });
    expect(stepOf(view, 'C5-7K3QF2M', 'case')).toEqual({ key: 'case', doneAt: null });
  });

  test('another order of the queue', () => {
    const view = layOver(desk, { kind: 'arrange', tags: ['C5-P8W1NCE', 'C5-2M9PTRA', 'C5-X40HD1B'] });
    expect(view.queue.map(({ tag }) => tag)).toEqual(['C5-P8W1NCE', 'C5-2M9PTRA', 'C5-X40HD1B']);
  });

  test('the answers of the bot', () => {
    expect(layOver(desk, { kind: 'chat', answers: false }).chatAnswers).toBe(false);
  });

  test('about an order that is gone meanwhile, nothing', () => {
    expect(layOver(desk, { kind: 'tick', tag: 'C5-GONE', step: 'case', done: true })).toEqual(desk);
  });
});

test('two ticks of one step are about the same thing; of two steps, or of two orders, they are not', () => {
  const tick = (tag: string, step: string, done: boolean) => subjectOf({ kind: 'tick', tag, step, done });
  expect(tick('a', 'case', true)).toBe(tick('a', 'case', false));
  expect(tick('a', 'case', true)).not.toBe(tick('a', 'plate', true));
  expect(tick('a', 'case', true)).not.toBe(tick('b', 'case', true));
});
