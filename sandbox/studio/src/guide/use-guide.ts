import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { StudioState } from '../../state.ts';
import type { View } from '../address.ts';
import { beginMemory, currentStep, readSteps, type GuideMemory, type GuideStep, type Spot } from './guide-steps.ts';

const storageKey = 'c500-studio-guide';

/** The guide as the page uses it. `index` is 6 once everything is done or skipped. */
export type Guide = {
  readonly isOpen: boolean;
  readonly steps: readonly GuideStep[];
  readonly index: number;
  readonly skip: () => void;
  readonly restart: () => void;
  readonly setOpen: (isOpen: boolean) => void;
  readonly markOrderSeen: () => void;
};

/** The part of the page that the guide points at right now. */
export const SpotContext = createContext<Spot>('nowhere');

/** Whether the guide points here. */
export function useIsHere(spot: Spot): boolean {
  return useContext(SpotContext) === spot;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function readMemory(text: string | null): GuideMemory | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return null;
  const { isOpen, skipped, knownDrops, knownOrders, hasSeenOrder } = Object.fromEntries(Object.entries(value));
  if (!isTexts(knownDrops) || !isTexts(knownOrders) || !Array.isArray(skipped)) return null;
  const steps = skipped.filter((each) => typeof each === 'number');
  return { isOpen: isOpen !== false, skipped: steps, knownDrops, knownOrders, hasSeenOrder: hasSeenOrder === true };
}

/** The guide's progress, kept in this browser. It opens by itself on the first visit. */
export function useGuide(state: StudioState | undefined, view: View, hasForm: boolean): Guide | null {
  const [memory, setMemory] = useState<GuideMemory | null>(() => readMemory(window.localStorage.getItem(storageKey)));
  const remember = useCallback((next: GuideMemory) => {
    window.localStorage.setItem(storageKey, JSON.stringify(next));
    setMemory(next);
  }, []);
  // The first look at a world that answers is where the guide begins: whatever is there already is not its doing.
  useEffect(() => {
    if (!memory && state?.core.answers) remember(beginMemory(state));
  }, [memory, state, remember]);
  if (!state) return null;
  const held = memory ?? beginMemory(state);
  const steps = readSteps(state, view, held, hasForm);
  const index = currentStep(steps, held);
  return {
    isOpen: view.guide === 'off' ? false : view.guide === 'on' || held.isOpen,
    steps,
    index,
    skip: () => remember({ ...held, skipped: [...held.skipped, index] }),
    restart: () => remember(beginMemory(state)),
    setOpen: (isOpen) => remember({ ...held, isOpen }),
    markOrderSeen: () => remember({ ...held, hasSeenOrder: true }),
  };
}
