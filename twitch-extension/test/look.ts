import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Stage } from './panel-stage.ts';

/** A view that is looked at, whoever's it is. */
export type Looked = Pick<Stage, 'frame' | 'page'>;

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'twitch');

/** Keeps a picture of the whole view as somebody would see it on Twitch, for people to look at. */
export async function keepPicture(stage: Looked, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await stage.frame.locator('html.dressed').waitFor({ state: 'attached' });
  await stage.frame.evaluate('document.fonts.ready');
  await stage.page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** What axe finds wrong with the view, one line for each rule that is broken. */
export async function breaches(stage: Looked): Promise<string[]> {
  await stage.frame.evaluate(axe.source);
  const result: unknown = await stage.frame.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((run) => run.violations.map((breach) => breach.id + ': ' + breach.nodes.map((node) => node.html + ' ' + (node.any[0]?.message ?? '')).join(' | ')))`,
  );
  return Array.isArray(result) ? result.map(String) : ['axe answered nothing'];
}

/** How far the view could be scrolled sideways, in pixels. */
export async function sidewaysPx(stage: Looked): Promise<number> {
  return Number(
    await stage.frame.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
}

/** Words that do not fit their box. The stream's title is meant to be cut: Twitch shows it in full above. */
export function cutOff(stage: Looked): Promise<unknown> {
  return stage.frame.evaluate(
    `[...document.querySelectorAll('button, a, h1, h2, h3, p, strong')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && getComputedStyle(each).display !== 'inline' && !each.closest('.visually-hidden, .bar__names')).map((each) => each.outerHTML)`,
  );
}

/** Doubles the text size, as a reader may. */
export async function doubleText(stage: Looked): Promise<void> {
  await stage.frame.evaluate(`document.documentElement.style.fontSize = '200%'`);
}

/** What has the focus, by its name. */
export async function focused(stage: Looked): Promise<string> {
  return String(
    await stage.frame.evaluate(
      `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()`,
    ),
  );
}

/** Goes from control to control until one of this name has the focus. */
export async function tabTo(stage: Looked, name: string, pressesMax = 20): Promise<void> {
  for (let presses = 0; presses < pressesMax; presses++) {
    await stage.page.keyboard.press('Tab');
    if ((await focused(stage)) === name) return;
  }
  throw new Error(`the focus never came to ${name}`);
}

/** The light of every pixel in a box of the page, from 0 (black) to 1 (white): what the eye meets, whatever the style sheet says. */
export async function lightOf(stage: Stage, box: Box): Promise<{ readonly least: number; readonly most: number }> {
  const png = (await stage.page.screenshot({ clip: box })).toString('base64');
  const [least, most] = (await stage.page.evaluate(
    `(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png}';
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const paint = canvas.getContext('2d');
      paint.drawImage(image, 0, 0);
      const { data } = paint.getImageData(0, 0, image.width, image.height);
      let least = 1, most = 0;
      for (let at = 0; at < data.length; at += 4) {
        const light = (0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2]) / 255;
        least = Math.min(least, light);
        most = Math.max(most, light);
      }
      return [least, most];
    })()`,
  )) as [number, number];
  return { least, most };
}
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** What somebody might type to break a page: markup, writing that runs the other way, what cannot be seen, and words without an end. */
export const hostile = {
  title: '<img src=x onerror="document.title=1"> \u202Etxet desrever\u202C ' + 'w'.repeat(200),
  nickname: '\u200B\u200Dعلي‮ \u2066bob' + 'n'.repeat(60),
  note: '</blockquote><script>document.title=2</script> \u202E' + 'loooong'.repeat(28),
} as const;
