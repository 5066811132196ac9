import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A person's hands: they click and type, and count how often. */
export type Hands = {
  click(target: Locator): Promise<void>;
  /** Types into a field, with Enter at the end where that is how one sends it. */
  type(field: Locator, text: string, options?: { readonly enter: boolean }): Promise<void>;
  /** Clicks a link that opens a page of its own, and gives that page. */
  follow(link: Locator): Promise<Page>;
  count(): { readonly clicks: number; readonly typed: number };
};

/** Hands that have done nothing yet. */
export function makeHands(): Hands {
  let clicks = 0;
  let typed = 0;
  return {
    async click(target) {
      clicks += 1;
      await target.click();
    },
    async type(field, text, { enter } = { enter: false }) {
      typed += 1;
      await field.fill(text);
      if (enter) await field.press('Enter');
    },
    async follow(link) {
      clicks += 1;
      const [opened] = await Promise.all([link.page().waitForEvent('popup'), link.click()]);
      await opened.waitForLoadState();
      return opened;
    },
    count: () => ({ clicks, typed }),
  };
}

/** The extension's panel in the Studio. */
export function panelOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Twitch panel"]');
}

/** Another view of the extension in the Studio, by the name that it is announced with: `Twitch overlay` and the like. */
export function viewOf(page: Page, name: 'overlay' | 'mobile' | 'config' | 'live desk'): FrameLocator {
  return page.frameLocator(`iframe[title="Twitch ${name}"]`);
}

/** A part of the Studio by the name that it is announced with. */
export function partOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Claims a drop in the panel; Twitch is told to share who one is when it asks. Ends with the claim's clock on screen. */
export async function claimInPanel(page: Page, title: string, hands: Hands = makeHands()): Promise<void> {
  const panel = panelOf(page);
  const claim = panel.getByRole('button', { name: `Claim one: ${title}` });
  const share = panel.getByRole('button', { name: 'Share my identity with C500' });
  const clock = panel.getByText('Time left');
  await hands.click(claim);
  await share.or(clock).waitFor();
  if (await share.isVisible()) {
    await hands.click(share);
    await hands.click(page.getByRole('dialog').getByRole('button', { name: 'Share' }));
    await panel.getByText('Thank you, now we know you. You can claim.').waitFor();
    await hands.click(claim);
  }
  await clock.waitFor();
}

/** On C500's own payment page: picks where it goes and goes on to Stripe. */
export async function goToStripe(page: Page, hands: Hands = makeHands()): Promise<void> {
  const country = page.getByLabel('United States');
  if (await country.isVisible()) await hands.click(country);
  await hands.click(page.getByRole('button', { name: /^(Pay with Stripe|Go on to Stripe)$/ }));
  await page.getByRole('button', { name: 'Fill an example address' }).waitFor();
}

/** On Stripe's page: fills in address and card with the buttons that are there for it, and presses Pay. */
export async function payAtStripe(
  page: Page,
  { card = 'Use a working card', hands = makeHands() }: { readonly card?: string; readonly hands?: Hands } = {},
): Promise<void> {
  await hands.click(page.getByRole('button', { name: 'Fill an example address' }));
  await hands.click(page.getByRole('button', { name: card }));
  await hands.click(page.getByRole('button', { name: /^Pay \$/ }));
}

/** Waits for Stripe's return to say that the money is in the Vault. */
export async function readPaid(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Paid. Your money waits in the Vault.' }).waitFor();
}
