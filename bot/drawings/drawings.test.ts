import { describe, expect, test } from '@jest/globals';
import { chartSvg, drawChart } from './chart.ts';
import { drawPassport, passportSvg, type PassportDrawing } from './passport.ts';
import { drawable, escapeXml } from './png.ts';
import { unpackWoff } from './woff.ts';

const passport: PassportDrawing = {
  nickname: 'Mori',
  tierName: 'Member',
  pastel: 'sky',
  score: 40,
  ordersCompleted: 3,
  builtLive: null,
  words: { completed: 'orders completed', score: 'score', passport: 'passport', live: 'built live' },
};

/** Width and height of a PNG, as its header says. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('drawings', () => {
  test('are pictures of their size, letters included', async () => {
    const [one, other, chart] = await Promise.all([
      drawPassport(passport),
      drawPassport({ ...passport, nickname: 'Rika' }),
      drawChart({ title: 'Transfers, November 2026', total: '$405.00', days: [0, 405_00, 0] }),
    ]);
    expect([sizeOf(one), sizeOf(chart)]).toEqual([
      [880, 420],
      [880, 340],
    ]);
    // Without fonts every name would be drawn the same: not at all.
    expect(one.equals(other)).toBe(false);
  });

  test.each([
    ['markup', '"><script>alert(1)</script><image href="https://evil.test/x.png"/>'],
    ['entities', '&amp;&#0;&lol;]]>'],
    ['directions and controls', '\u202e\u0000\u0007evil\u2028'],
    ['other scripts and signs', '森🎉😈'],
    ['nothing', ''],
  ])('a nickname of %s stays a text', async (_, nickname) => {
    const svg = passportSvg({ ...passport, nickname });
    expect(svg).not.toMatch(/<script|<image|evil\.test\/x\.png"\/>|&lol;|[\p{Cc}\u202e\u2028]/u);
    expect(svg.match(/</g)).toHaveLength((passportSvg(passport).match(/</g) ?? []).length);
    expect(sizeOf(await drawPassport({ ...passport, nickname }))).toEqual([880, 420]);
  });

  test('a chart has a bar for every day of the longest month, and none is taller than its room', () => {
    const svg = chartSvg({ title: 'T', total: '$1', days: Array.from({ length: 40 }, (_, day) => day * 1_000_000_00) });
    const heights = [...svg.matchAll(/height="([\d.]+)" rx="(?:5|1.5)"/g)].map(([, height]) => Number(height));
    expect(heights).toHaveLength(31);
    expect(Math.max(...heights)).toBeLessThanOrEqual(170);
  });
});

test.each([
  ['Ünïcødé & Söhne', 30, 'Ünïcødé & Söhne'],
  ['a   b\tc', 30, 'a b c'],
  ['a very long name indeed', 8, 'a very …'],
  ['e\u0301', 5, 'é'],
])('"%s" is drawn in %d letters as "%s"', (text, most, drawn) => {
  expect(drawable(text, most)).toBe(drawn);
});

test('what stands between tags is escaped', () => {
  expect(escapeXml(`<a b='c' d="e">&`)).toBe('&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.alloc(60)],
  [
    'a header with tables that are not there',
    Buffer.concat([Buffer.from('wOFF'), Buffer.alloc(8), Buffer.from([0, 9]), Buffer.alloc(40)]),
  ],
])('%s is refused as a font', (_, file) => {
  expect(() => unpackWoff(file)).toThrow(RangeError);
});
