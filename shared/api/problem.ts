import * as z from 'zod/mini';

/**
 * The body of every answer that is not a success: RFC 9457 problem details. `code` is one of `refusals.ts`, or `defect` where the
 * fault is ours; `detail` and `remedy` are sentences for a person; `issues` points at fields that did not read right.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  remedy: z.optional(z.string()),
  issues: z.optional(z.array(z.object({ path: z.string(), sentence: z.string() }))),
});
export type Problem = z.infer<typeof Problem>;

/** A refusal or fault of the core, as the clients throw it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`, options);
    this.problem = problem;
  }
}
