import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What a program of the benchmark can be asked for by name. Questions and answers travel as plain data. */
export type Abilities = Readonly<Record<string, (given: never) => Promise<unknown>>>;

type Given<A extends Abilities, Name extends keyof A> = Parameters<A[Name]>[0];
type Answer<A extends Abilities, Name extends keyof A> = Awaited<ReturnType<A[Name]>>;

/** A program running in a process of its own. */
export type Program<A extends Abilities> = {
  /** @throws Error when the program fails, ends, or does not answer within a minute */
  ask<Name extends keyof A & string>(name: Name, given: Given<A, Name>): Promise<Answer<A, Name>>;
  /** Ends the program at once, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Lets the program end by itself, so that Node can write what it was told to write at its end. */
  finish(): Promise<void>;
};

type Question = { readonly id: number; readonly name: string; readonly given: unknown };
type Reply = { readonly id: number; readonly answer?: unknown; readonly failure?: string };

const answerMsMax = 60_000;

/** Starts a file of this folder as a process of its own. */
export function startProgram<A extends Abilities>(
  file: string,
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Program<A> {
  const child = fork(new URL(file, import.meta.url), {
    env: { ...environment },
    execArgv: [...nodeOptions],
    // The core writes its log as in production; who reads it would take the processor from what is measured.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  const gone = once(child, 'exit');
  let asked = 0;
  child.on('message', (message) => {
    // Nobody but `answerQuestions` below writes to this channel.
    const reply = message as Reply;
    waiting.get(reply.id)?.(reply);
  });
  child.on('exit', (code, signal) => {
    for (const [id, answer] of waiting) answer({ id, failure: `${file} ended (${signal ?? code})` });
  });
  return {
    ask: (name, given) =>
      new Promise((resolve, reject) => {
        const id = ++asked;
        const answered = ({ answer, failure }: Reply) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (failure !== undefined) reject(new Error(failure));
          // The program answers by the same type of abilities.
          else resolve(answer as Answer<A, typeof name>);
        };
        const timer = setTimeout(() => answered({ id, failure: `${file} did not answer "${name}"` }), answerMsMax);
        waiting.set(id, answered);
        child.send({ id, name, given } satisfies Question, (error) => {
          if (error) answered({ id, failure: `${file} cannot be reached: ${error.message}` });
        });
      }),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
    },
    async finish() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** Answers the questions of the process that started this one, and ends with it. */
export function answerQuestions(abilities: Abilities): void {
  process.on('message', (message) => {
    // Nobody but `startProgram` above writes to this channel.
    const { id, name, given } = message as Question;
    const ability = abilities[name];
    const answer = ability ? ability(given as never) : Promise.reject(new Error(`there is no "${name}" to ask for`));
    answer.then(
      (value) => process.send?.({ id, answer: value } satisfies Reply),
      (error: unknown) => process.send?.({ id, failure: String(error) } satisfies Reply),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
