import type { BuildStep } from '#shared/schemas/build.ts';
import { buildTexts } from '#shared/text/en/build.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';

const texts = panelTexts.bench;
const names: Readonly<Record<string, string>> = buildTexts.steps;

/** What a step is called. A page that was released before a step was invented counts it without a name. */
export function stepName(step: BuildStep, index: number): string {
  return Object.hasOwn(names, step.key) ? (names[step.key] ?? '') : fill(texts.unknownStep, { number: index + 1 });
}

/** How far a build is, as a row of keycaps: one for each step, pressed down when it is done. Nothing where a build has no steps. */
export function BuildSteps({ steps }: { readonly steps: readonly BuildStep[] }) {
  if (steps.length === 0) return null;
  const nextIndex = steps.findIndex((step) => step.doneAt === null);
  const next = steps[nextIndex];
  const done = steps.filter((step) => step.doneAt !== null).length;
  return (
    <div className="caps">
      <p className="row row--apart caps__words">
        <strong>{next ? fill(texts.nextStep, { step: stepName(next, nextIndex) }) : texts.everyStep}</strong>
        <span>{fill(texts.stepsDone, { done, total: steps.length })}</span>
      </p>
      <ol className="caps__row" aria-label={texts.steps}>
        {steps.map((step, index) => {
          const state = step.doneAt !== null ? 'done' : index === nextIndex ? 'next' : 'later';
          return (
            <li key={step.key} className={`cap cap--${state}`} title={stepName(step, index)}>
              {state === 'done' && <Tick />}
              <span className="visually-hidden">{fill(stateWords[state], { step: stepName(step, index) })}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const stateWords = { done: texts.stepDone, next: texts.stepNow, later: texts.stepLater } as const;

/** The mark of something done. */
export function Tick() {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path
        d="M2.5 7.6 5.6 10.6 11.5 3.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
