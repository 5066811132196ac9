import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { isService, sessionIn, type Credentials } from './auth.ts';
import { Refused } from './problems.ts';

const minuteMs = 60_000;

/**
 * Generous for people, narrow for guessers. The bot's one address speaks for a whole community, and proves itself first. Everybody in
 * the activity comes from the few addresses of Discord's proxy, and is counted by their session, or by whom the proxy says that it is.
 * Each process counts for itself: of several, a stranger may ask each as often, which still is far from guessing a pay code.
 *
 * @param requestsPerMinute 0 sets no limit
 */
export function requestLimits({
  credentials,
  requestsPerMinute,
}: {
  readonly credentials: Credentials;
  readonly requestsPerMinute: number;
}): readonly RequestHandler[] {
  // Answered like every other refusal: a page for those who look at pages.
  const handler = (_request: Request, _response: Response, next: NextFunction) =>
    next(new Refused({ code: 'too-many-requests' }));
  const shared = { standardHeaders: 'draft-8', legacyHeaders: false, handler } as const;
  if (requestsPerMinute === 0) return [];
  const guesses = rateLimit({
    ...shared,
    windowMs: 10 * minuteMs,
    limit: 60,
    // A right code is no guess: many people pay from one address, and each of them looks at the page more than once.
    skipSuccessfulRequests: true,
    // Routes are found in any case, so the limit is too.
    skip: (request) => !/^\/(pay|sign-in)\b/i.test(request.path),
  });
  const skip = (request: Request) => isService(request, credentials);
  const keyGenerator = (request: Request) => whoAsks(credentials, request) ?? ipKeyGenerator(request.ip ?? '');
  const arrivals = rateLimit({
    ...shared,
    windowMs: 10 * minuteMs,
    limit: 120,
    // Each costs questions to Discord, which is patient with us and not without end. Whoever is let in cost nothing in vain.
    skipSuccessfulRequests: true,
    skip: (request) => !/^\/v1\/activity\/sessions\b/i.test(request.path),
    keyGenerator,
  });
  const exports = rateLimit({
    ...shared,
    windowMs: 60 * minuteMs,
    limit: 10,
    // Everything about a person takes far more reading than any page.
    skip: (request) => !/^\/me\/export\b/i.test(request.path),
  });
  const all = rateLimit({ ...shared, windowMs: minuteMs, limit: requestsPerMinute, skip, keyGenerator });
  return [all, guesses, arrivals, exports];
}

/** Somebody in the activity, by what cannot be made up. */
function whoAsks(credentials: Credentials, request: Request): string | undefined {
  const session = sessionIn(credentials, request);
  if (session) return `discord:${session.accountId}`;
  const proved = credentials.readProxyProof?.(request.headers)?.userId;
  return proved ? `discord:${proved}` : undefined;
}
