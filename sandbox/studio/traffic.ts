import { chatBot } from '../people.ts';
import type { World } from '../world.ts';
import type { TrafficState } from './state.ts';

const listMax = 120;
const kindMax = 60;

type Entry = TrafficState & { readonly payload: () => unknown };

/** Everything that crossed the edge of C500 lately, newest first. */
export function listTraffic(world: World): readonly TrafficState[] {
  return collect(world).map(({ payload: _payload, ...entry }) => entry);
}

/** The raw payload of one entry, with secrets blanked; undefined when the entry is gone. */
export function findPayload(world: World, id: string): unknown {
  const found = collect(world).find((each) => each.id === id);
  return found && hideSecrets(found.payload());
}

/** The Stripe event behind an entry, for sending it once more. */
export function findEventId(world: World, id: string): string | undefined {
  return world.stripe.model.deliveries.get(id.replace(/^stripe-in:/, ''))?.eventId;
}

function collect(world: World): readonly Entry[] {
  const all = [
    ...stripeWebhooks(world),
    ...stripeCalls(world),
    ...twitchWebhooks(world),
    ...pubSub(world),
    ...chatNotices(world),
    ...discordNotices(world),
  ];
  const once = [...new Map(all.map((each) => [each.id, each])).values()];
  return once.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, listMax);
}

function newest<Item>(items: Iterable<Item>): readonly Item[] {
  return [...items].slice(-kindMax);
}

function stripeWebhooks({ stripe }: World): readonly Entry[] {
  return newest(stripe.model.deliveries.values()).map((delivery) => {
    const arrived = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
    const repeated = delivery.attempt > 1 ? `, attempt ${delivery.attempt}` : '';
    const copied = delivery.copy > 1 ? `, copy ${delivery.copy}` : '';
    return {
      id: `stripe-in:${delivery.id}`,
      way: 'in',
      party: 'Stripe',
      what: delivery.eventType,
      outcome: arrived ? 'ok' : 'failed',
      detail: `${delivery.status ?? delivery.error ?? 'no answer'}${repeated}${copied}`,
      at: delivery.at,
      payload: () => stripe.model.events.get(delivery.eventId),
    };
  });
}

function stripeCalls({ stripe }: World): readonly Entry[] {
  return newest(stripe.model.keptAnswers).map(([key, answer]) => ({
    id: `stripe-out:${key}`,
    way: 'out',
    party: 'Stripe',
    what: readObjectName(answer.body),
    outcome: answer.status < 300 ? 'ok' : 'failed',
    detail: `${answer.status}, key ${key}`,
    at: answer.at,
    payload: () => ({ idempotencyKey: key, requestId: answer.requestId, status: answer.status, answer: answer.body }),
  }));
}

function readObjectName(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('object' in body)) return 'request';
  return String(body.object).replaceAll('_', ' ');
}

function twitchWebhooks({ twitch }: World): readonly Entry[] {
  const outcomes = { accepted: 'ok', waiting: 'waiting', refused: 'failed', 'given-up': 'failed' } as const;
  return newest(twitch.model.subscriptions.deliveries()).map((delivery) => ({
    id: `twitch-in:${delivery.messageId}:${delivery.subscriptionId}`,
    way: 'in',
    party: 'Twitch',
    what:
      delivery.messageType === 'notification' ? delivery.eventType : `${delivery.eventType} (${delivery.messageType})`,
    outcome: outcomes[delivery.state],
    detail: [delivery.httpStatus, delivery.reason].filter((each) => each !== null).join(', '),
    at: delivery.at,
    payload: () => readJson(delivery.body),
  }));
}

function pubSub({ twitch }: World): readonly Entry[] {
  return newest(twitch.model.extension.messages()).map((message) => ({
    id: `twitch-out:${message.at}:${message.channelId}:${message.target}`,
    way: 'out',
    party: 'Twitch',
    what: `to panels, ${message.target}`,
    outcome: 'ok',
    detail: message.message.slice(0, 80),
    at: message.at,
    payload: () => ({ channelId: message.channelId, target: message.target, message: readJson(message.message) }),
  }));
}

function chatNotices({ twitch }: World): readonly Entry[] {
  const lines = twitch.model.chat.allLines().filter(({ userId }) => userId === chatBot.id);
  return newest(lines).map((line) => ({
    id: `twitch-notice:${line.id}`,
    way: 'notice',
    party: 'Twitch',
    what: 'chat line',
    outcome: 'ok',
    detail: line.text.slice(0, 80),
    at: line.at,
    payload: () => line,
  }));
}

function discordNotices({ discord }: World): readonly Entry[] {
  const { model } = discord;
  const sent = [...model.messages.values()].filter((each) => each.authorId === model.botUserId && each.cause === null);
  return newest(sent).map((message) => {
    const channel = model.channels.get(message.channelId);
    const recipient = channel?.kind === 'dm' ? model.users.get(channel.recipientId)?.displayName : undefined;
    const where = channel?.kind === 'dm' ? `DM to ${recipient ?? 'somebody'}` : `#${channel?.name ?? 'channel'}`;
    return {
      id: `discord-notice:${message.id}`,
      way: 'notice',
      party: 'Discord',
      what: where,
      outcome: 'ok',
      detail: message.content.slice(0, 80),
      at: message.createdAt,
      payload: () => message,
    };
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

const secretName = /secret|token|authorization|signature|password|api_key/i;

/** Blanks every field whose name says that it opens something. */
export function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretName.test(name) && inner !== null ? '[hidden]' : hideSecrets(inner),
    ]),
  );
}
