import { useState } from 'react';
import { ApiProblem, type Problem } from '#shared/api/problem.ts';

/** Things of which several may be under way at once, and why the last of them that was refused was. */
export type Sending = {
  readonly problem: Problem | null;
  readonly send: (run: () => Promise<void>) => void;
};

/** For what is shown before it is answered: a press never waits for the one before. The next that succeeds takes the refusal away. */
export function useSending(): Sending {
  const [problem, setProblem] = useState<Problem | null>(null);

  async function runOne(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
    }
  }

  return { problem, send: (run) => void runOne(run) };
}
