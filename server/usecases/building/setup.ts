import type { CitizenId } from '#shared/ids.ts';
import type { SetupStep, SetupView } from '#shared/schemas/builder.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Builder, Citizen } from '../../domain/citizen.ts';
import type { Application } from '../../domain/network-records.ts';
import { currentPromises, isSigned, type PromiseName } from '../../domain/promises.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';
import { mayBePaid, payeeAccount } from './stripe-onboarding.ts';

type Words = TranslatedTexts['setup'];
type Standing = Pick<SetupStep, 'state' | 'details'>;
type Key = SetupStep['key'];

/** Where each step is taken. What the staff does, and listing a drop, have no page. */
const paths: Readonly<Partial<Record<Key, string>>> = {
  apply: '/setup/apply',
  'vibe-check': '/promises/vibe-check',
  'shipping-standard': '/promises/shipping-standard',
  stripe: '/setup/stripe',
  // Twitch is not to be reached by a form's redirect, so the way there begins on the page of all steps.
  twitch: '/setup',
};

const done: Standing = { state: 'done', details: [] };
const missing: Standing = { state: 'missing', details: [] };

/**
 * How far somebody is on the way to selling, and what is next.
 *
 * @param linkTo makes the address of a step from a path of the website
 */
export async function setupView(core: Core, citizen: Citizen, linkTo: (path: string) => string): Promise<SetupView> {
  const words = textsFor(citizen.locale).setup;
  const [builder, application, drops] = await Promise.all([
    core.store.get('builder', citizen.id),
    core.store.get('application', citizen.id),
    core.store.dropsOf(citizen.id, 1),
  ]);
  const waits = application?.state === 'waiting';
  const standings: Readonly<Record<Key, Standing>> = {
    apply: builder || waits ? done : applying(application, words),
    certified: builder ? done : waits ? { state: 'waiting', details: [words.staffReads] } : missing,
    'vibe-check': promised(builder, 'vibeCheck', words),
    'shipping-standard': promised(builder, 'shippingStandard', words),
    stripe: await stripeStanding(core, citizen.id, words),
    twitch: await twitchStanding(core, citizen.id, words),
    'first-drop': drops.length > 0 ? done : missing,
  };
  const mayPay = builder !== undefined || (await mayBePaid(core, citizen.id));
  const isOpen = (key: Key) =>
    key === 'apply' ? !builder && !waits : key === 'stripe' ? mayPay : builder !== undefined;
  const steps = keys.map((key): SetupStep => {
    const path = paths[key];
    const { state, details } = standings[key];
    return { key, state, details: [...details], url: path && state !== 'done' && isOpen(key) ? linkTo(path) : null };
  });
  return {
    nickname: citizen.nickname,
    isBuilder: builder !== undefined,
    steps,
    next: steps.find(({ state }) => state !== 'done')?.key ?? null,
  };
}

const keys: readonly Key[] = [
  'apply',
  'certified',
  'vibe-check',
  'shipping-standard',
  'stripe',
  'twitch',
  'first-drop',
];

/** Whoever was declined is told why, and may apply again. */
function applying(application: Application | undefined, words: Words): Standing {
  if (application?.state !== 'declined') return missing;
  return { state: 'missing', details: [fill(words.declined, { reason: application.declinedFor ?? '' })] };
}

function promised(builder: Builder | undefined, name: PromiseName, words: Words): Standing {
  if (!builder) return missing;
  const details: string[] = [];
  if (!isSigned(builder, name)) {
    if (builder.promises[name] > 0 && builder.promises[name] < currentPromises[name]) details.push(words.newVersion);
  } else if (name === 'vibeCheck' || builder.shipping.length > 0) return done;
  else details.push(words.ratesMissing);
  return { state: 'missing', details };
}

/** Stripe is asked each time: coming back from its pages says nothing about what it found there. */
async function stripeStanding(core: Core, id: CitizenId, words: Words): Promise<Standing> {
  const account = await payeeAccount(core, id);
  if (account === null) return missing;
  try {
    const { isActive, asks, waits } = await core.payments.fetchStanding(account);
    if (isActive) return done;
    if (waits) return { state: 'waiting', details: [words.stripeChecks] };
    return { state: 'missing', details: asks.map((question) => words.asks[question]) };
  } catch (error) {
    if (error instanceof UpstreamError) return { state: 'waiting', details: [words.stripeSilent] };
    throw error;
  }
}

async function twitchStanding(core: Core, id: CitizenId, words: Words): Promise<Standing> {
  const channel = await core.store.channelOfBuilder(id);
  if (!channel) return missing;
  const grant = await core.store.get('grant', channel.id);
  return grant && !grant.ended ? done : { state: 'missing', details: [words.reconnect] };
}
