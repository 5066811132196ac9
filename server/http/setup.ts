import express, { type Express, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { contract } from '#shared/api/contract.ts';
import { formatMoney } from '#shared/money.ts';
import { refusals, type Refusal } from '#shared/refusals.ts';
import type { ShippingRate } from '#shared/schemas/drop.ts';
import { sayRefusal, en } from '#shared/text/say.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { PromiseName } from '../domain/promises.ts';
import type { Session } from '../ports/store.ts';
import { applyToBuild } from '../usecases/building/apply-to-build.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import type { Core } from '../usecases/work/core.ts';
import { setupView } from '../usecases/building/setup.ts';
import { promiseInForce, setShipping, signedAt, signPromise } from '../usecases/building/sign-promise.ts';
import { payeeAccount, startOnboarding } from '../usecases/building/stripe-onboarding.ts';
import { applyPage } from './pages/apply.ts';
import type { ShownProblem } from './pages/forms.ts';
import { signInPath, type SiteVisitor } from './pages/layout.ts';
import { promisePage, type TypedRate } from './pages/promise.ts';
import { setupPage } from './pages/setup.ts';
import { stripePage } from './pages/stripe.ts';
import { granted, Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

type Visit = { readonly session: Session; readonly citizen: Citizen; readonly me: SiteVisitor };

const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 40 });
const promises: Readonly<Record<string, PromiseName>> = {
  'vibe-check': 'vibeCheck',
  'shipping-standard': 'shippingStandard',
};
const ratesMax = 12;
const PayeeForm = z.object({
  email: z.email().check(z.maxLength(200)),
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
});

/** The pages on which somebody becomes a builder: what is left to do, the application, the promises, and the way to Stripe. */
export function mountSetup(app: Express, core: Core, sessions: SessionDesk): void {
  const door = setupDoor(core, sessions);

  app.get('/setup', async (request, response) => {
    const visit = await door.visitor(request, response, '/setup');
    if (!visit) return;
    // What leads on from here is our own site, or Twitch by way of it.
    const setup = await setupView(core, visit.citizen, (path) => (path === '/setup' ? '/connect/twitch' : path));
    const banned = await requireNotBanned(core, visit.citizen.id);
    response.send(setupPage({ setup, me: visit.me, banned: banned && sayRefusal(banned.refusal) }));
  });

  mountApplication(app, core, door);
  mountPromises(app, core, door);
  mountStripe(app, core, door);
}

type Door = ReturnType<typeof setupDoor>;

/** Who stands at these pages. Whoever is nobody yet is sent to sign in; a form must be ours. */
function setupDoor(core: Core, sessions: SessionDesk) {
  const visitOf = async (session: Session | undefined): Promise<Visit | undefined> => {
    const citizen = session?.citizenId ? await core.store.get('citizen', session.citizenId) : undefined;
    return session && citizen
      ? { session, citizen, me: { nickname: citizen.nickname, csrf: session.csrf } }
      : undefined;
  };
  return {
    peek: async (request: Request) => visitOf(await sessions.find(request)),
    async visitor(request: Request, response: Response, path: string): Promise<Visit | undefined> {
      const visit = await visitOf(await sessions.find(request));
      if (!visit) response.redirect(303, signInPath(path));
      return visit;
    },
    async sender(request: Request): Promise<Visit> {
      const session = await sessions.find(request);
      const visit =
        session && sessions.isOurForm(request, session, field(request, 'csrf')) ? await visitOf(session) : undefined;
      if (!visit) throw new Refused({ code: 'not-signed-in' });
      return visit;
    },
  };
}

function mountApplication(app: Express, core: Core, door: Door): void {
  const path = '/setup/apply';
  app.get(path, async (request, response) => {
    const visit = await door.visitor(request, response, path);
    if (!visit) return;
    const { id } = visit.citizen;
    const [last, builder] = await Promise.all([core.store.get('application', id), core.store.get('builder', id)]);
    // Whoever has applied, or builds already, has nothing to fill in here.
    if (builder || last?.state === 'waiting') return response.redirect(303, '/setup');
    const again =
      last?.state === 'declined'
        ? { typed: { ...last, links: last.links.join('\n') }, declinedFor: last.declinedFor ?? '' }
        : {};
    response.send(applyPage({ csrf: visit.session.csrf, me: visit.me, ...again }));
  });
  app.post(path, form, async (request, response) => {
    const { citizen, session, me } = await door.sender(request);
    const typed = { guild: field(request, 'guild'), about: field(request, 'about'), links: field(request, 'links') };
    const links = typed.links.split(/\s+/).filter((link) => link !== '');
    // What the bot's form may send, this one may: the contract says it once.
    const read = contract.apply.body.safeParse({
      ...typed,
      about: typed.about.replaceAll('\r\n', '\n'),
      links,
      pictures: [],
    });
    const applied = read.success
      ? await applyToBuild(core, citizen, read.data)
      : ({ ok: false, refusal: { code: 'bad-input' } } as const);
    if (applied.ok) return response.redirect(303, '/setup');
    const problem = sayRefusal(applied.refusal);
    response.status(refusals[applied.refusal.code]).send(applyPage({ csrf: session.csrf, me, typed, problem }));
  });
}

function mountPromises(app: Express, core: Core, door: Door): void {
  const show = async (
    name: PromiseName,
    path: string,
    visit: Visit | undefined,
    refused: { readonly problem?: ShownProblem; readonly typed?: readonly TypedRate[] } = {},
  ): Promise<string> => {
    const { text: promise, version, sha256 } = promiseInForce(name);
    const { currency } = core.settings;
    const builder = visit && (await core.store.get('builder', visit.citizen.id));
    const signing = builder
      ? {
          csrf: visit.session.csrf,
          signedAt: signedAt(builder, name),
          rates:
            name === 'shippingStandard'
              ? (refused.typed ?? builder.shipping.map((rate) => typedRate(rate, currency)))
              : null,
        }
      : null;
    const now = core.clock.now();
    return promisePage({
      path,
      promise,
      version,
      sha256,
      currency,
      now,
      signing,
      me: visit?.me ?? null,
      problem: refused.problem,
    });
  };

  app.get('/promises/:name', async (request, response) => {
    const name = promiseOf(request);
    response.send(await show(name, request.path, await door.peek(request)));
  });
  app.post('/promises/:name/sign', form, async (request, response) => {
    const { citizen } = await door.sender(request);
    granted(await signPromise(core, citizen.id, promiseOf(request), field(request, 'words')));
    // Where to ship is told on the same page; the other promise is done with its signature.
    const next = promiseOf(request) === 'shippingStandard' ? '/promises/shipping-standard' : '/setup';
    response.redirect(303, next);
  });
  app.post('/setup/shipping', form, async (request, response) => {
    const visit = await door.sender(request);
    const typed = Array.from({ length: ratesMax }, (_, index) => ({
      country: field(request, `country-${index + 1}`),
      price: field(request, `price-${index + 1}`),
    })).filter(({ country, price }) => country !== '' || price.trim() !== '');
    const kept = await setShipping(core, visit.citizen.id, typed);
    if (kept.ok) return response.redirect(303, '/setup');
    const problem = sayRefusal(kept.refusal);
    const page = await show('shippingStandard', '/promises/shipping-standard', visit, { problem, typed });
    response.status(refusals[kept.refusal.code]).send(page);
  });
}

/** A price as its builder would type it. */
function typedRate({ country, amountMinor }: ShippingRate, currency: string): TypedRate {
  return { country, price: formatMoney({ amountMinor, currency }) };
}

function mountStripe(app: Express, core: Core, door: Door): void {
  const path = '/setup/stripe';
  app.get(path, async (request, response) => {
    const visit = await door.visitor(request, response, path);
    if (!visit) return;
    if (await payeeAccount(core, visit.citizen.id)) return response.redirect(303, `${path}/go`);
    response.send(stripePage({ csrf: visit.session.csrf, me: visit.me }));
  });
  // Stripe's links are good once: this address makes a new one each time, also when Stripe itself sends somebody back here.
  app.get(`${path}/go`, async (request, response) => {
    const visit = await door.visitor(request, response, path);
    if (!visit) return;
    const opened = await startOnboarding(core, visit.citizen.id, null);
    if (opened.ok) return response.redirect(303, opened.url);
    throw new Refused('refusal' in opened ? opened.refusal : { code: 'not-found' });
  });
  app.post(path, form, async (request, response) => {
    const { citizen, session, me } = await door.sender(request);
    const typed = { email: field(request, 'email').trim(), country: field(request, 'country') };
    const read = PayeeForm.safeParse(typed);
    const opened = read.success
      ? await startOnboarding(core, citizen.id, read.data)
      : ({ ok: false, refusal: { code: 'bad-input' } } as const);
    if (opened.ok) return response.redirect(303, opened.url);
    const problem =
      'refusal' in opened
        ? sayRefusal(opened.refusal)
        : { sentence: en.pages.setup.stripe.refused, remedy: opened.refused };
    response.status(statusOf(opened)).send(stripePage({ csrf: session.csrf, me, typed, problem }));
  });
}

function statusOf(no: { readonly refusal: Refusal } | { readonly refused: string }): number {
  return 'refusal' in no ? refusals[no.refusal.code] : 400;
}

function promiseOf(request: Request): PromiseName {
  const name = String(request.params['name']);
  const promise = Object.hasOwn(promises, name) ? promises[name] : undefined;
  if (!promise) throw new Refused({ code: 'not-found' });
  return promise;
}

function field(request: Request, name: string): string {
  const body: unknown = request.body;
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value.slice(0, 2_000) : '';
}
