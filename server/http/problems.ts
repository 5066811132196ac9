import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Problem } from '#shared/api/problem.ts';
import { refusals, type Refusal } from '#shared/refusals.ts';
import { sayRefusal } from '#shared/text/say.ts';

type Issue = { readonly path: string; readonly sentence: string };

/** A refusal thrown by a handler, for the one place that answers. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  readonly issues: readonly Issue[];
  constructor(refusal: Refusal, issues: readonly Issue[] = []) {
    super(refusal.code);
    this.refusal = refusal;
    this.issues = issues;
  }
}

/** A story's granted answer, or its refusal thrown. */
export function granted<Answer extends { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }>(
  answer: Answer,
): Extract<Answer, { readonly ok: true }> {
  if (!answer.ok) throw new Refused(answer.refusal);
  // The union has two members; what is not the refusal is the grant.
  return answer as Extract<Answer, { readonly ok: true }>;
}

/**
 * A refusal as RFC 9457 problem details.
 *
 * @param locale the reader's language as a BCP 47 tag; English where it is not known
 */
export function problemOf(refusal: Refusal, siteUrl: string, issues: readonly Issue[] = [], locale?: string): Problem {
  const { sentence, remedy } = sayRefusal(refusal, locale);
  const status = refusals[refusal.code];
  const problem = {
    type: `${siteUrl}/problems/${refusal.code}`,
    title: refusal.code.replaceAll('-', ' '),
    status,
    detail: sentence,
    instance: `urn:uuid:${randomUUID()}`,
    code: refusal.code,
    remedy,
  };
  return issues.length > 0 ? { ...problem, issues: [...issues] } : problem;
}

/** A fault of ours, without any detail of it. */
export function defectProblem(siteUrl: string): Problem {
  return {
    type: `${siteUrl}/problems/defect`,
    title: 'our fault',
    status: 500,
    detail: 'Something broke on our side. Nothing of yours is lost.',
    instance: `urn:uuid:${randomUUID()}`,
    code: 'defect',
    remedy: 'Try again in a minute.',
  };
}

/** Answers with problem details. */
export function sendProblem(response: Response, problem: Problem): void {
  if (response.headersSent) return void response.end();
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
