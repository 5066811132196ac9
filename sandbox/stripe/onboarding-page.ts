import { html } from './html.ts';
import { renderPage } from './checkout-page.ts';
import type { OnboardingLink } from './model.ts';
import type { Account } from './objects.ts';

/** The page on which a builder gives Stripe their details; here there is nothing to give, only to finish or to leave. */
export function renderOnboarding(account: Account, link: OnboardingLink, merchantName: string): string {
  const name = account.display_name ?? account.contact_email ?? account.id;
  return renderPage(
    `${merchantName} · Payout details`,
    html`<main class="notice">
      <h1>Payout details for ${name}</h1>
      <p>${merchantName} works with Stripe to pay you. The real page asks who you are and where your bank is.</p>
      <form method="post" action="/setup/e/${link.token}">
        <button type="submit" class="button">Finish with example details</button>
      </form>
      <p><a href="${link.returnUrl}">Leave without finishing</a></p>
    </main>`,
  );
}
