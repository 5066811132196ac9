import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { guildBadgeSvg, guildSigns } from './badges.ts';
import { colours, guildPastels, radiiRem, spacesRem, type Colour } from './tokens.ts';

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8');

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const themes = ['light', 'dark'] as const;
const grounds: readonly Colour[] = ['sakura', 'sky', 'mint', 'lavender', 'vanilla', 'ground', 'surface'];

describe('the style sheet carries the same values as the tokens', () => {
  test.each(Object.entries(colours))('colour %s', (name, pair) => {
    expect(css).toContain(`--${name}: light-dark(${pair.light}, ${pair.dark});`);
  });
  test.each(spacesRem.map((rem, index) => [index + 1, rem]))('space %d', (step, rem) => {
    expect(css).toContain(`--space-${step}: ${rem}rem;`);
  });
  test.each(Object.entries(radiiRem))('radius %s', (name, rem) => {
    expect(css).toContain(`--radius-${name}: ${rem}rem;`);
  });
  test('each guild wears its own pastel', () => {
    expect(new Set(Object.values(guildPastels)).size).toBe(4);
    for (const [guild, pastel] of Object.entries(guildPastels))
      expect(css).toContain(`.badge--${guild} {\n  background: var(--${pastel});`);
  });
});

describe.each(themes)('in the %s theme', (theme) => {
  test.each(grounds)('every text colour can be read on %s', (ground) => {
    for (const text of ['ink', 'heading', 'muted', 'link'] as const)
      expect([text, contrast(colours[text][theme], colours[ground][theme]) >= 4.5]).toEqual([text, true]);
  });
  test.each(grounds)('the focus ring stands out on %s', (ground) => {
    expect(contrast(colours.focus[theme], colours[ground][theme])).toBeGreaterThanOrEqual(3);
  });
  test('a button can be read', () => {
    expect(contrast(colours.button[theme], colours['button-ink'][theme])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.muted[theme], colours.line[theme])).toBeGreaterThanOrEqual(4.5);
  });
});

test('a badge is one self-contained picture of its own pastel', () => {
  for (const guild of ['builder', 'artisan', 'modder', 'vintage'] as const) {
    const svg = guildBadgeSvg(guild, 16);
    expect(svg).toContain(guildSigns[guild]);
    expect(svg).toContain(colours[guildPastels[guild]].light);
    expect(svg).not.toContain('http://www.w3.org/1999/xlink');
  }
});
