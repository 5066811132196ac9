import type { DeskOrder, DeskView } from '#shared/schemas/desk.ts';
import { arrangeBy } from './arrange.ts';

/** What a builder does that is shown at once, before the core has answered: each may be sent again without harm. */
export type DeskChange =
  | { readonly kind: 'arrange'; readonly tags: readonly string[] }
  | { readonly kind: 'tick'; readonly tag: string; readonly step: string; readonly done: boolean }
  | { readonly kind: 'chat'; readonly answers: boolean };

/** What a change is about. Of two about the same thing only the newer counts. */
export function subjectOf(change: DeskChange): string {
  return change.kind === 'tick' ? `tick ${change.tag} ${change.step}` : change.kind;
}

/** The desk as it will be once the core has agreed to a change. Orders and steps that are gone meanwhile change nothing. */
export function layOver(view: DeskView, change: DeskChange): DeskView {
  switch (change.kind) {
    case 'arrange':
      return { ...view, queue: [...arrangeBy(view.queue, change.tags)] };
    case 'chat':
      return { ...view, chatAnswers: change.answers };
    case 'tick': {
      const tick = (order: DeskOrder) => (order.tag === change.tag ? tickStep(order, change, view.now) : order);
      return {
        ...view,
        bench: view.bench.map(tick),
        queue: view.queue.map(tick),
        doneToday: view.doneToday.map(tick),
      };
    }
  }
}

type Tick = Extract<DeskChange, { readonly kind: 'tick' }>;

function tickStep(order: DeskOrder, { step, done }: Tick, at: number): DeskOrder {
  const steps = order.build.steps.map((each) =>
    each.key === step ? { ...each, doneAt: done ? (each.doneAt ?? at) : null } : each,
  );
  return { ...order, build: { ...order.build, steps } };
}
