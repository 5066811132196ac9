import { createHash } from 'node:crypto';
import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { applyCommand, triesMax } from '../orders/apply-command.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { requireNotBanned } from '../people/bans.ts';
import { partnershipsOf } from '../drops/partners.ts';

/** What Stripe has to know before it asks its own questions. */
export type PayeeForm = { readonly email: string; readonly country: string };
type Opened =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly refusal: Refusal }
  /** Stripe's own word, for the person to read. */
  | { readonly ok: false; readonly refused: string };

/** The account that somebody is paid on; null before there is one. */
export async function payeeAccount(core: Core, id: CitizenId): Promise<string | null> {
  const [payee, builder] = await Promise.all([core.store.get('payee', id), core.store.get('builder', id)]);
  return payee?.stripeAccountId ?? builder?.stripeAccountId ?? null;
}

/** Whether somebody may open an account with us: builders, and those whom a builder has offered a share. */
export async function mayBePaid(core: Core, id: CitizenId): Promise<boolean> {
  if (await core.store.get('builder', id)) return true;
  const partnerships = await partnershipsOf(core, id);
  return partnerships.some(({ state, agreedPercent }) => state === 'proposed' || agreedPercent !== null);
}

/**
 * Answers a page of Stripe's on which somebody answers its questions, new with every call, and makes their account where they have
 * none. The account's key is made of the person and what they typed: whoever presses twice, or comes back after a crash, gets one.
 */
export async function startOnboarding(core: Core, id: CitizenId, form: PayeeForm | null): Promise<Opened> {
  const banned = await requireNotBanned(core, id);
  if (banned) return banned;
  if (!(await mayBePaid(core, id))) return refuse('not-a-builder');
  const account = (await payeeAccount(core, id)) ?? (form ? await makeAccount(core, id, form) : null);
  if (account === null) return refuse('not-found');
  if (typeof account !== 'string') return { ok: false, refused: account.refused };
  await keepAccount(core, id, account, form?.country ?? null);
  const { siteUrl } = core.settings;
  const back = { returnUrl: `${siteUrl}/setup`, refreshUrl: `${siteUrl}/setup/stripe/go` };
  return { ok: true, url: await core.payments.openOnboarding(account, back) };
}

async function makeAccount(core: Core, id: CitizenId, form: PayeeForm): Promise<string | { readonly refused: string }> {
  const typed = createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 16);
  const { currency } = core.settings;
  const request = { ...form, citizenId: id, displayName: await nicknameOf(core, id), currency };
  const made = await core.payments.createAccount(request, `account:${id}:${typed}`);
  return 'refused' in made ? made : made.accountId;
}

/** A builder's account is on their record; whoever is none is a payee. The first one that is kept stays. */
async function keepAccount(core: Core, id: CitizenId, account: string, country: string | null): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const builder = await core.store.get('builder', id);
    if (builder?.stripeAccountId || (!builder && (await core.store.get('payee', id)))) return;
    const { result } = await core.store.commit({
      put: builder
        ? [{ kind: 'builder', record: { ...builder, stripeAccountId: account, country } }]
        : [{ kind: 'payee', record: { id, version: 0, stripeAccountId: account } }],
    });
    if (result === 'committed') return;
  }
  throw new Error(`the account of ${id} could not be kept`);
}

/** Orders of one builder that are looked through for transfers that wait. */
const ordersMax = 300;

/**
 * What Stripe's word that an account has changed comes to: whoever can be paid now is paid at once what waited for that. The rest
 * waits for its own deadline.
 *
 * @returns what became of it, for the record
 */
export async function lookAtAccount(core: Core, accountId: string): Promise<string> {
  const { isActive, citizenId } = await core.payments.fetchStanding(accountId);
  if (!isActive || citizenId === null || (await payeeAccount(core, citizenId)) !== accountId) return 'nothing-to-do';
  const builders = new Set([citizenId, ...(await partnershipsOf(core, citizenId)).map(({ builderId }) => builderId)]);
  let sent = 0;
  for (const builder of builders)
    for (const order of await core.store.ordersOf({ builder }, ordersMax))
      for (const { party, state, citizenId: owner } of order.legs)
        if (state === 'waiting' && owner === citizenId)
          sent += (await applyCommand(core, order.id, { type: 'retry-transfer', party }, 'system')).ok ? 1 : 0;
  return sent > 0 ? 'transfers-retried' : 'nothing-waits';
}
