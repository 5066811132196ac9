import type { BuildStep } from '#shared/schemas/build.ts';
import type { DeskOrder } from '#shared/schemas/desk.ts';
import { buildTexts } from '#shared/text/en/build.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import type { DeskProps } from './desk-props.ts';
import { useSending } from './use-sending.ts';

const texts = deskTexts.live.order;

/** The steps of a build. A tick is seen at once; where the core refuses, it goes away again and the reason stands below. */
export function Steps({ order, desk, isInRow = false }: StepsProps) {
  const { problem, send } = useSending();
  const { steps } = order.build;
  if (steps.length === 0) return null;
  const mayWork = order.actions.includes('work');
  const done = steps.filter(({ doneAt }) => doneAt !== null).length;
  const tick = ({ key, doneAt }: BuildStep) =>
    send(() => desk.change({ kind: 'tick', tag: order.tag, step: key, done: doneAt === null }));
  return (
    <fieldset className="ticks">
      <legend className={isInRow ? 'visually-hidden' : 'small'}>
        {fill(texts.stepsOf, { done, all: steps.length })}
      </legend>
      <div className="row">
        {steps.map((step) => (
          <label key={step.key} className={`tick${step.doneAt === null ? '' : ' tick--done'}`}>
            <input
              type="checkbox"
              checked={step.doneAt !== null}
              aria-disabled={!mayWork}
              onChange={() => mayWork && tick(step)}
            />
            <span>{nameOf(step.key)}</span>
          </label>
        ))}
      </div>
      {problem && <Refusal problem={problem} />}
    </fieldset>
  );
}

type StepsProps = Pick<DeskProps, 'desk'> & { readonly order: DeskOrder; readonly isInRow?: boolean };

/** A step that this build of ours does not know yet is told by its key. */
function nameOf(key: string): string {
  const names: Readonly<Record<string, string>> = buildTexts.steps;
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
}
