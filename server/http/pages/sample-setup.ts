import { day } from '#shared/house-rules.ts';
import type { SetupStep, SetupView } from '#shared/schemas/builder.ts';
import { promiseTexts } from '#shared/text/en/promises.ts';
import { setupTexts } from '#shared/text/en/setup.ts';
import { applyPage } from './apply.ts';
import { continuePage } from './continue.ts';
import type { SiteVisitor } from './layout.ts';
import { promisePage, type Signing } from './promise.ts';
import { sampleNow } from './sample-views.ts';
import { setupPage } from './setup.ts';
import { stripePage } from './stripe.ts';

const csrf = 'form-csrf';
const now = sampleNow;
const problem = { sentence: 'That link is no link.', remedy: 'Give one that begins with https://.' };
const keys: readonly SetupStep['key'][] = [
  'apply',
  'certified',
  'vibe-check',
  'shipping-standard',
  'stripe',
  'twitch',
  'first-drop',
];

/** A way to selling on which so many steps are done. */
function sampleSetup(done: number, details: readonly string[] = [], state: SetupStep['state'] = 'missing'): SetupView {
  const steps = keys.map((key, index): SetupStep => {
    if (index < done) return { key, state: 'done', url: null, details: [] };
    return {
      key,
      state: index === done ? state : 'missing',
      url: '/setup',
      details: index === done ? [...details] : [],
    };
  });
  return { nickname: 'mori', isBuilder: done > 1, steps, next: keys[done] ?? null };
}

function promises(name: 'vibeCheck' | 'shippingStandard', signing: Signing | null, me: SiteVisitor | null): string {
  const promise = promiseTexts[name][1];
  if (!promise) throw new Error(`${name} has no first version`);
  const path = '/promises/vibe-check';
  return promisePage({ path, promise, version: 1, sha256: 'a'.repeat(64), currency: 'USD', now, signing, me });
}

/** The pages on which somebody becomes a builder, in every state that they have, by name. */
export function setupPages(me: SiteVisitor): Readonly<Record<string, string>> {
  const typed = { guild: 'vintage', about: 'Boards of the eighties.', links: 'ftp://example.com' };
  const rates = [{ country: 'US', price: '$12.00' }];
  return {
    'setup-begin': setupPage({ setup: sampleSetup(0), me }),
    'setup-waiting': setupPage({ setup: sampleSetup(1, [setupTexts.staffReads], 'waiting'), me }),
    'setup-stripe': setupPage({ setup: sampleSetup(4, [setupTexts.asks.person, setupTexts.asks.bank]), me }),
    'setup-done': setupPage({ setup: sampleSetup(7), me }),
    apply: applyPage({ csrf, me }),
    'apply-refused': applyPage({ csrf, me, typed, problem }),
    'promise-public': promises('vibeCheck', null, null),
    'promise-unsigned': promises('vibeCheck', { csrf, signedAt: null, rates: null }, me),
    'promise-signed': promises('shippingStandard', { csrf, signedAt: now - day, rates }, me),
    stripe: stripePage({ csrf, me }),
    'stripe-refused': stripePage({ csrf, me, typed: { email: 'mori@example.com', country: 'JP' }, problem }),
    continue: continuePage({ nickname: 'mori', ticket: 'sealed', csrf }),
  };
}
