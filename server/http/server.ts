import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Platform } from '#shared/schemas/citizen.ts';
import type { Identity } from '../ports/identity.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Core } from '../usecases/work/core.ts';
import type { KeptViews } from '../usecases/work/kept-views.ts';
import { authenticate, isService, localeIn, type Credentials } from './auth.ts';
import { createHandlers } from './handlers.ts';
import type { Live } from './live.ts';
import { connectTickets, mountConnect } from './connect.ts';
import { mountLink } from './link.ts';
import { mountOwnPages } from './own-pages.ts';
import { requestLimits } from './limits.ts';
import { mountContract } from './mount.ts';
import { describeProblem, problemPage } from './pages/problem.ts';
import { defectProblem, problemOf, Refused, sendProblem } from './problems.ts';
import { mountPersonal } from './personal-site.ts';
import { mountPrivateLinks, privateLinks } from './private-links.ts';
import { sessionDesk, type SessionDesk } from './sessions.ts';
import { visitorOf } from './site-forms.ts';
import { mountRaffles } from './raffle-site.ts';
import { mountSetup } from './setup.ts';
import { mountRoomFiles } from './room-files.ts';
import { mountSignIn } from './sign-in.ts';
import { mountHouse } from './house-site.ts';
import { mountSolvency } from './solvency.ts';
import { mountPacking } from './packing-site.ts';
import { mountDisputeEvidence } from './order-dispute.ts';
import { mountOrders } from './order-site.ts';
import { mountSite } from './site.ts';
import { mountWorkshop } from './workshop-site.ts';
import { mountWebhooks, type Verifiers } from './webhooks.ts';

/** What the HTTP side needs beside the core. */
export type HttpParts = {
  readonly core: Core;
  readonly live: Live;
  readonly views: KeptViews;
  readonly credentials: Credentials;
  readonly verifiers: Verifiers;
  readonly identities: Readonly<Record<Platform, Identity>>;
  /** Where Twitch's messages arrive, without slashes around it. */
  readonly eventSubPath: string;
  /** Called once a partner's message is kept: it can be worked on. */
  readonly onMessage: () => void;
  /** Called when Twitch has ended a subscription of ours. */
  readonly onSubscriptionEnded: () => void;
  readonly sessionSecret: string;
  /** Where the extension's pages live, and where Stripe's pages for buyers and builders do: the only strangers that our headers name. */
  readonly extensionOrigin: string;
  readonly checkoutOrigin: string;
  readonly onboardingOrigin: string;
  readonly trustedProxies: number;
  /** Requests a minute and address; 0 sets no limit, which only tests and benchmarks of a sandbox do. */
  readonly requestsPerMinute: number;
  readonly log: Logger;
};

/** The Express application: headers, webhooks on raw bytes, then the API, then the website, then what went wrong. */
export function createHttp(parts: HttpParts): Express {
  const { core } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', parts.trustedProxies);
  app.set('query parser', 'simple');
  app.use(headers(parts));
  const { verifiers, eventSubPath, onMessage: onKept, onSubscriptionEnded: onEnded, log } = parts;
  mountWebhooks(app, { core, verifiers, eventSubPath, onKept, onEnded, log });
  app.use(keepNothing);
  // The extension may read that it asked too often, too.
  app.use('/v1', allowExtension(parts.extensionOrigin));
  app.use('/v1', (_request, response, next) => {
    // Pages count down by the time that our answers tell, which has to be the one by which claims lapse.
    response.set('date', new Date(core.clock.now()).toUTCString());
    next();
  });
  for (const limit of requestLimits(parts)) app.use(limit);
  app.get('/healthz', (_, response) => void response.json({ ok: true }));
  app.get('/v1/live', (request, response) => {
    const isOurs = isService(request, parts.credentials);
    const topics = topicsOf(request, isOurs);
    if (topics.length === 0) throw new Refused({ code: 'bad-input' });
    parts.live.stream(request, response, topics, isOurs ? null : (request.ip ?? ''));
  });
  const sessions = sessionDesk(core, parts.sessionSecret);
  const links = privateLinks(core, sessions);
  const handlers = createHandlers(
    core,
    parts.live,
    parts.views,
    connectTickets(core, sessions),
    links,
    parts.credentials.activity,
  );
  mountContract(app, handlers, (request, auth) => authenticate(core, parts.credentials, sessions, request, auth));
  mountPrivateLinks(app, core, sessions);
  mountConnect(app, core, sessions);
  mountSignIn(app, core, sessions, parts.identities, mountLink(app, core, sessions, parts.identities));
  mountRoomFiles(app, core, sessions);
  mountSetup(app, core, sessions);
  mountOwnPages(app, core, sessions);
  mountWorkshop(app, core, sessions);
  mountPersonal(app, core, sessions);
  mountSite(app, core, sessions);
  mountRaffles(app, core, sessions);
  mountPacking(app, core, sessions);
  mountDisputeEvidence(app, core, sessions);
  mountOrders(app, core, sessions);
  mountHouse(app, core, sessions);
  mountSolvency(app, core, sessions);
  app.use(() => {
    throw new Refused({ code: 'not-found' });
  });
  app.use(answerFailure(parts, sessions));
  return app;
}

function headers({ core, checkoutOrigin, onboardingOrigin }: HttpParts) {
  const secure = core.settings.siteUrl.startsWith('https://');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        // Pressing Pay, or going on to Stripe, posts to us and is redirected there, which browsers hold against the form as well.
        formAction: ["'self'", ...new Set([checkoutOrigin, onboardingOrigin])],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    // The return from Stripe carries the session's id in its address.
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** What is made for one person is kept by no cache. Pictures and styles say for themselves how long they are good. */
function keepNothing(request: Request, response: Response, next: NextFunction) {
  if (!/^\/(assets|pictures)\//.test(request.path)) response.set('cache-control', 'no-store');
  next();
}

/** The extension calls from its own origin, with a token and never with cookies. */
function allowExtension(origin: string) {
  return (request: Request, response: Response, next: NextFunction) => {
    response.vary('origin');
    if (request.get('origin') === origin) {
      response.set({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
        'access-control-max-age': '600',
      });
      response.set('cross-origin-resource-policy', 'cross-origin');
    }
    if (request.method === 'OPTIONS') return void response.status(204).end();
    next();
  };
}

/**
 * Topics tell ids and versions only, so anybody may follow them; how many at once is bounded. What goes on in communities and among
 * builders is for our own programs.
 */
function topicsOf(request: Request, isOurs: boolean): string[] {
  const known = isOurs ? /^(drops|federation|order:C5-[0-9A-Z]{7})$/ : /^(drops|order:C5-[0-9A-Z]{7})$/;
  const asked = request.query['topics'];
  return typeof asked === 'string'
    ? asked
        .split(',')
        .slice(0, 10)
        .filter((topic) => known.test(topic))
    : [];
}

/** People get a page, programs get problem details; neither gets the inside of a fault. */
function answerFailure({ core, log }: HttpParts, sessions: SessionDesk) {
  const { siteUrl } = core.settings;
  return async (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const refused = refusedBy(error);
    if (!refused) log.error({ err: error, path: request.path }, 'request failed');
    const problem = refused
      ? problemOf(refused.refusal, siteUrl, refused.issues, localeIn(request))
      : defectProblem(siteUrl);
    if (response.headersSent) return void response.destroy();
    if (request.path.startsWith('/v1/') || !request.accepts('html')) return sendProblem(response, problem);
    const described = describeProblem(problem.code) ?? {
      status: problem.status,
      code: problem.code,
      sentence: problem.detail,
      remedy: problem.remedy ?? '',
    };
    // Whoever is signed in stays so; where that cannot be known, the fault is said all the same.
    const me = refused ? await visitorOf(core, sessions, request).then((visit) => visit.me, nobodyKnown) : null;
    if (response.headersSent) return void response.destroy();
    response
      .status(problem.status)
      .send(problemPage({ ...described, sentence: problem.detail, remedy: problem.remedy ?? '', me }));
  };
}

function nobodyKnown(): null {
  return null;
}

function refusedBy(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof UpstreamError) return new Refused({ code: 'upstream-unavailable' });
  // Express's own refusals of unreadable or oversized bodies and addresses carry a status below 500.
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? new Refused({ code: 'bad-input' }) : undefined;
}
