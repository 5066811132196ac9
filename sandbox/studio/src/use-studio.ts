import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Act, ActAnswer } from '../act.ts';
import type { PersonState, StudioState } from '../state.ts';
import { go } from './address.ts';
import { act, fetchState, openNews } from './studio-client.ts';

/** `quiet`: problems are shown by the caller. `filled`: a form that opens in answer comes filled with samples. */
export type RunOptions = { readonly quiet?: boolean; readonly filled?: boolean };

/** The form that this page has on screen, as Discord shows it only to the client that opened it. */
export type OpenForm = { readonly id: string; readonly filled: boolean };

/** What every part of the page works with. */
export type StudioTools = {
  readonly state: StudioState;
  /** Does something; a problem is said in a toast unless `quiet`. */
  readonly run: (input: Act, options?: RunOptions) => Promise<ActAnswer>;
  readonly openForm: OpenForm | null;
  readonly closeForm: () => void;
};

/** @see useStudio */
export const StudioContext = createContext<StudioTools | null>(null);

/** The state of the world and how to act in it. */
export function useStudio(): StudioTools {
  const tools = useContext(StudioContext);
  if (!tools) throw new Error('This part stands outside the Studio.');
  return tools;
}

/** The state, kept fresh; undefined before the first answer. */
export function useWorldState(order: string): {
  readonly state: StudioState | undefined;
  readonly isConnected: boolean;
} {
  const [state, setState] = useState<StudioState>();
  const [isConnected, setConnected] = useState(true);
  const inHand = order === '' ? (newestOrder(state?.core.orders ?? [])?.tag ?? '') : order;
  const wanted = useRef(inHand);
  wanted.current = inHand;
  const busy = useRef(false);
  const again = useRef(false);

  const refresh = useCallback(async () => {
    if (busy.current) {
      again.current = true;
      return;
    }
    busy.current = true;
    do {
      again.current = false;
      const next = await fetchState(wanted.current);
      if (next) setState(next);
    } while (again.current);
    busy.current = false;
  }, []);

  useEffect(() => openNews(() => void refresh(), setConnected), [refresh]);
  useEffect(() => void refresh(), [inHand, refresh]);
  return { state, isConnected };
}

/** The order that was made last. */
export function newestOrder(orders: readonly OrderView[]): OrderView | undefined {
  return orders.toSorted((a, b) => (b.timeline[0]?.at ?? 0) - (a.timeline[0]?.at ?? 0))[0];
}

/** The tools of the page, with the toasts that it shows. */
export function useTools(state: StudioState | undefined): {
  readonly tools: StudioTools | null;
  readonly toast: string;
  readonly dismiss: () => void;
} {
  const [toast, setToast] = useState('');
  const [openForm, setOpenForm] = useState<OpenForm | null>(null);
  const run = useCallback<StudioTools['run']>(async (input, options) => {
    const answer = await act(input);
    if (answer.problem && !options?.quiet) setToast(answer.problem);
    if (answer.activityIn) go({ activity: answer.activityIn });
    if (answer.formId) setOpenForm({ id: answer.formId, filled: options?.filled ?? false });
    return answer;
  }, []);
  const dismiss = useCallback(() => setToast(''), []);
  const closeForm = useCallback(() => setOpenForm(null), []);
  useEffect(() => {
    if (toast === '') return;
    const timer = window.setTimeout(dismiss, 9_000);
    return () => window.clearTimeout(timer);
  }, [toast, dismiss]);
  return { tools: state ? { state, run, openForm, closeForm } : null, toast, dismiss };
}

/** C500's time, ticking once a second between two states. */
export function useNow(): number {
  const { state } = useStudio();
  const [ahead, setAhead] = useState(0);
  const { now } = state.clock;
  useEffect(() => {
    const start = performance.now();
    setAhead(0);
    const timer = window.setInterval(() => setAhead(performance.now() - start), 1_000);
    return () => window.clearInterval(timer);
  }, [now]);
  return now + ahead;
}

/** The person with this key; the first of those who qualify when nobody has it. */
export function pickPerson(
  people: readonly PersonState[],
  key: string,
  qualifies: (person: PersonState) => boolean,
): PersonState | undefined {
  return people.find((each) => each.key === key && qualifies(each)) ?? people.find(qualifies);
}

/** What follows a person's name in pickers: their part, and their tier where they have one. */
export function describePerson(person: PersonState): string {
  return [person.part, person.tier].filter((each) => each !== null).join(' · ');
}
