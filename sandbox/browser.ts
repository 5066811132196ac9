import { chromium, type Browser } from 'playwright-core';

/** What Chromium does beside showing pages, each with processes of its own for every window. */
const features = [
  'IsolateOrigins',
  'site-per-process',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
] as const;

/**
 * Starts the Chromium that tests look through. Frames of other origins share their page's process: starting processes is most of what
 * a browser costs on a small machine, and policies and sandboxes hold all the same. For the same reason no window gets an address bar with
 * pages of its own, which nobody here looks at.
 *
 * @param hostRules which hosts lead where, as `--host-resolver-rules` says it; any are found when it is left out
 */
export function startBrowser(hostRules?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-site-isolation-trials',
      `--disable-features=${features.join(',')}`,
      '--renderer-process-limit=2',
      ...(hostRules === undefined ? [] : [`--host-resolver-rules=${hostRules}`]),
    ],
  });
}
