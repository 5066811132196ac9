import { ActAnswer, type Act } from '../act.ts';
import { StudioState } from '../state.ts';

/** A message that the product sent to the front ends of the extension. */
export type PubSubNews = { readonly channelId: string; readonly target: string; readonly message: string };

/** Does something in the world. The answer's `problem` is a sentence when it did not go well; this never rejects. */
export async function act(input: Act): Promise<ActAnswer> {
  try {
    const response = await fetch('/studio/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return ActAnswer.parse(await response.json());
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'The Studio does not answer. Is it still running?' };
    throw error;
  }
}

/** The whole state; undefined while the Studio's own server does not answer. */
export async function fetchState(order: string): Promise<StudioState | undefined> {
  try {
    const response = await fetch(`/studio/state?order=${encodeURIComponent(order)}`);
    return response.ok ? StudioState.parse(await response.json()) : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The raw payload behind an entry of the traffic list, printed for reading. */
export async function fetchPayload(id: string): Promise<string> {
  const response = await fetch(`/studio/payload?id=${encodeURIComponent(id)}`);
  const payload: unknown = await response.json();
  return JSON.stringify(payload, null, 2);
}

const pubSubListeners = new Set<(news: PubSubNews) => void>();

/** Hears what the product sends to panels. The function returned ends that. */
export function onPubSub(listener: (news: PubSubNews) => void): () => void {
  pubSubListeners.add(listener);
  return () => pubSubListeners.delete(listener);
}

function readPubSub(text: string): PubSubNews | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return null;
  const { channelId, target, message } = Object.fromEntries(Object.entries(value));
  const isComplete = typeof channelId === 'string' && typeof target === 'string' && typeof message === 'string';
  return isComplete ? { channelId, target, message } : null;
}

/** Listens to the Studio's server: `onStir` after every change and whenever the connection comes back. */
export function openNews(onStir: () => void, onConnected: (isConnected: boolean) => void): () => void {
  const source = new EventSource('/studio/events');
  source.addEventListener('open', () => {
    onConnected(true);
    onStir();
  });
  source.addEventListener('error', () => onConnected(false));
  source.addEventListener('changed', onStir);
  source.addEventListener('pubsub', (event) => {
    const news = readPubSub(String(event.data));
    if (news) for (const listener of pubSubListeners) listener(news);
  });
  return () => source.close();
}
