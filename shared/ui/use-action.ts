import { useRef, useState } from 'react';
import { ApiProblem, type Problem } from '../api/problem.ts';

/** Something a person does: under way or not, and why it did not work the last time. */
export type Action<Args extends readonly unknown[]> = {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly act: (...args: Args) => void;
  readonly forget: () => void;
};

const idle = { isBusy: false, problem: null } as const;

/** Runs one thing at a time: presses while it is under way do nothing, so a double click asks the core once. */
export function useAction<Args extends readonly unknown[]>(run: (...args: Args) => Promise<void>): Action<Args> {
  const isRunning = useRef(false);
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly problem: Problem | null }>(idle);

  async function runOnce(...args: Args): Promise<void> {
    isRunning.current = true;
    setState({ isBusy: true, problem: null });
    try {
      await run(...args);
      setState(idle);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setState({ isBusy: false, problem: error.problem });
    } finally {
      isRunning.current = false;
    }
  }

  return {
    ...state,
    act: (...args) => {
      if (!isRunning.current) void runOnce(...args);
    },
    forget: () => setState(idle),
  };
}
