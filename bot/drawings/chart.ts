import { colours } from '#shared/theme/tokens.ts';
import { drawable, escapeXml, fontFamily, renderPng } from './png.ts';

/** What a chart of a month shows: an amount for each day, in minor units, with its title and the sum as it is written. */
export type ChartDrawing = { readonly title: string; readonly total: string; readonly days: readonly number[] };

const width = 880;
const height = 340;
const plot = { left: 48, right: 832, top: 110, bottom: 280 } as const;
const daysMax = 31;

/** Draws the transfers of a month as bars, one a day. */
export function drawChart(chart: ChartDrawing): Promise<Buffer> {
  return renderPng(chartSvg(chart));
}

/** The chart as SVG. */
export function chartSvg({ title, total, days }: ChartDrawing): string {
  const shown = days.slice(0, daysMax);
  const most = Math.max(1, ...shown);
  const step = (plot.right - plot.left) / Math.max(1, shown.length);
  const ink = colours.ink.light;
  const bars = shown.map((amount, index) => {
    const x = plot.left + index * step + 3;
    const tall = amount > 0 ? Math.max(8, ((plot.bottom - plot.top) * amount) / most) : 3;
    const fill = amount > 0 ? colours.focus.light : colours.line.light;
    const radius = amount > 0 ? 5 : 1.5;
    const bar = `<rect x="${x.toFixed(1)}" y="${(plot.bottom - tall).toFixed(1)}" width="${(step - 6).toFixed(1)}" height="${tall.toFixed(1)}" rx="${radius}" fill="${fill}"/>`;
    const isNamed = index === 0 || (index + 1) % 5 === 0;
    const centre = (x + (step - 6) / 2).toFixed(1);
    const name = `<text x="${centre}" y="312" font-size="18" font-weight="500" fill="${ink}" text-anchor="middle">${index + 1}</text>`;
    return isNamed ? bar + name : bar;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">` +
    `<rect width="${width}" height="${height}" rx="28" fill="${colours.surface.light}"/>` +
    `<text x="48" y="62" font-size="26" font-weight="700" fill="${colours.heading.light}">${escapeXml(drawable(title, 40))}</text>` +
    `<text x="${plot.right}" y="62" font-size="30" font-weight="700" fill="${colours.heading.light}" text-anchor="end">${escapeXml(drawable(total, 24))}</text>` +
    `<line x1="${plot.left}" y1="${plot.bottom}" x2="${plot.right}" y2="${plot.bottom}" stroke="${colours.line.light}" stroke-width="2"/>` +
    bars.join('') +
    '</svg>'
  );
}
