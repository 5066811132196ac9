import { expect, test } from '@jest/globals';
import { panelTexts } from '../text/en/panel.ts';
import { timelineTexts } from '../text/en/timeline.ts';

test('every line of the timeline that names an amount can be told without it', () => {
  const naming = Object.keys(timelineTexts).filter((event) => timelineTexts[event]?.includes('{amount}'));
  expect(naming.length).toBeGreaterThan(0);
  expect(Object.keys(panelTexts.timelineWithoutAmounts).sort()).toEqual(naming.sort());
  for (const sentence of Object.values(panelTexts.timelineWithoutAmounts)) expect(sentence).not.toMatch(/\{|\d/);
});
