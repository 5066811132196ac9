import type Stripe from 'stripe';

import { emitAccountChanged } from './events.ts';
import type { Account, AccountLink } from './objects.ts';
import type { Params } from './params.ts';
import {
  readBoolean,
  readChoice,
  readGroup,
  readMetadata,
  readText,
  readTexts,
  readUrl,
  refuseUnknown,
  refuseUnsupported,
  requireGroup,
  requireText,
} from './params.ts';
import { ApiRefusal, refuseParameter } from './refusal.ts';
import type { OnboardingLink, World } from './model.ts';

type TransfersCapability = Stripe.V2.Core.Account.Configuration.Recipient.Capabilities.StripeBalance.StripeTransfers;

const linkLifeMs = 5 * 60 * 1000;
const pageLifeMs = 60 * 60 * 1000;
const parts = ['configuration.recipient', 'defaults', 'identity', 'requirements'] as const;
const knownIncludes = [...parts, 'configuration.customer', 'configuration.merchant', 'future_requirements'];

/** Seeds or creates one connected account that may receive transfers once `active`. */
type AccountInput = {
  readonly displayName: string | null;
  readonly email: string | null;
  readonly country: string;
  readonly currency: string;
  readonly entityType: 'individual' | 'company';
  readonly metadata: Record<string, string>;
  readonly transfersRequested: boolean;
  readonly active: boolean;
};

/** Whether transfers to the account would succeed. */
export function canReceiveTransfers(account: Account): boolean {
  return account.configuration.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status === 'active';
}

/** POST /v2/core/accounts: a recipient with the Express dashboard, not yet able to receive anything. */
export function createAccountFromParams(world: World, params: Params): unknown {
  const known = [
    'configuration',
    'contact_email',
    'contact_phone',
    'dashboard',
    'defaults',
    'display_name',
    'identity',
    'include',
    'metadata',
  ];
  refuseUnknown(params, [...known, 'account_token']);
  refuseUnsupported(params, ['account_token', 'contact_phone']);
  readChoice(params, 'dashboard', ['express']);
  const defaults = readGroup(params, 'defaults');
  checkResponsibilities(defaults);
  const identity = readGroup(params, 'identity');
  const include = readIncludes(params);
  const account = addAccount(world, {
    displayName: readText(params, 'display_name') ?? null,
    email: requireText(params, 'contact_email'),
    country: ((identity && readText(identity, 'country')) ?? 'us').toLowerCase(),
    currency: (defaults && readText(defaults, 'currency')) ?? 'usd',
    entityType: (identity && readChoice(identity, 'entity_type', ['individual', 'company'])) ?? 'individual',
    metadata: readMetadata(params),
    transfersRequested: readTransfersRequested(params),
    active: false,
  });
  return showAccount(account, include);
}

/** GET /v2/core/accounts/:id. */
export function retrieveAccount(world: World, id: string, params: Params): unknown {
  refuseUnknown(params, ['include']);
  return showAccount(findAccount(world, id), readIncludes(params));
}

/** POST /v2/core/account_links: a page to be opened once, within five minutes. */
export function createAccountLink(world: World, params: Params): AccountLink {
  refuseUnknown(params, ['account', 'use_case']);
  const account = findAccount(world, requireText(params, 'account'), 'account');
  const useCase = requireGroup(params, 'use_case');
  const type = readChoice(useCase, 'type', ['account_onboarding', 'account_update']) ?? requireText(useCase, 'type');
  refuseUnknown(useCase, ['type', type]);
  const details = requireGroup(useCase, type);
  refuseUnknown(details, ['collection_options', 'refresh_url', 'return_url']);
  const refreshUrl = readUrl(details, 'refresh_url') ?? requireText(details, 'refresh_url');
  const returnUrl = readUrl(details, 'return_url') ?? refreshUrl;
  const link: OnboardingLink = {
    token: world.newId('link'),
    accountId: account.id,
    refreshUrl,
    returnUrl,
    expiresAt: world.now() + linkLifeMs,
    usedAt: null,
  };
  world.state.onboardingLinks.set(link.token, link);
  const shownCase = { refresh_url: refreshUrl, return_url: returnUrl };
  return {
    object: 'v2.core.account_link',
    account: account.id,
    created: new Date(world.now()).toISOString(),
    expires_at: new Date(link.expiresAt).toISOString(),
    livemode: false,
    url: `${world.origin()}/setup/e/${link.token}`,
    use_case: type === 'account_update' ? { type, account_update: shownCase } : { type, account_onboarding: shownCase },
  };
}

/** Adds a connected account. */
export function addAccount(world: World, input: AccountInput): Account {
  const stripeTransfers = describeCapability(input.active);
  const account: Account = {
    id: world.newId('acct'),
    object: 'v2.core.account',
    applied_configurations: ['recipient'],
    closed: false,
    configuration: {
      recipient: {
        applied: true,
        capabilities: { stripe_balance: input.transfersRequested ? { stripe_transfers: stripeTransfers } : {} },
      },
    },
    contact_email: input.email,
    created: new Date(world.now()).toISOString(),
    dashboard: 'express',
    defaults: {
      currency: input.currency,
      responsibilities: {
        fees_collector: 'application',
        losses_collector: 'application',
        requirements_collector: 'stripe',
      },
    },
    display_name: input.displayName,
    identity: { country: input.country, entity_type: input.entityType },
    livemode: false,
    metadata: input.metadata,
    requirements: { entries: input.active ? [] : [missingDetails] },
  };
  world.state.accounts.set(account.id, account);
  return account;
}

/** Lets an account receive transfers, or stops it, as Stripe does when its questions are answered or left open too long. */
export function setTransfersActive(world: World, id: string, active: boolean): Account {
  const account = findAccount(world, id);
  const after: Account = {
    ...account,
    configuration: {
      recipient: { applied: true, capabilities: { stripe_balance: { stripe_transfers: describeCapability(active) } } },
    },
    requirements: { entries: active ? [] : [missingDetails] },
  };
  world.state.accounts.set(id, after);
  if (canReceiveTransfers(account) !== active) emitAccountChanged(world, id);
  return after;
}

/** Opens an onboarding link, which uses it up: null where it was opened before, is too old or never existed. */
export function openOnboardingLink(world: World, token: string): OnboardingLink | null {
  const link = world.state.onboardingLinks.get(token);
  if (link === undefined || link.usedAt !== null || link.expiresAt <= world.now()) return null;
  const opened = { ...link, usedAt: world.now() };
  world.state.onboardingLinks.set(token, opened);
  return opened;
}

/** Answers all of Stripe's questions at once, on a page opened within the hour. Null where there is no such page. */
export function completeOnboarding(world: World, token: string): OnboardingLink | null {
  const link = world.state.onboardingLinks.get(token);
  if (link === undefined || link.usedAt === null || link.usedAt + pageLifeMs <= world.now()) return null;
  setTransfersActive(world, link.accountId, true);
  return link;
}

function describeCapability(active: boolean): TransfersCapability {
  if (active) return { status: 'active', status_details: [] };
  return { status: 'restricted', status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }] };
}

const missingDetails: Stripe.V2.Core.Account.Requirements.Entry = {
  awaiting_action_from: 'user',
  description: 'identity.individual.details',
  errors: [],
  impact: {},
  minimum_deadline: { status: 'past_due' },
  requested_reasons: [{ code: 'routine_onboarding' }],
};

function findAccount(world: World, id: string, param?: string): Account {
  const account = world.state.accounts.get(id);
  if (account !== undefined) return account;
  const details = { code: 'not_found', ...(param === undefined ? {} : { param }) };
  throw new ApiRefusal(
    404,
    { type: 'invalid_request_error', message: `Account not found: ${id}.`, ...details },
    'execution',
  );
}

function checkResponsibilities(defaults: Params | undefined): void {
  const group = defaults && readGroup(defaults, 'responsibilities');
  const collectors = group && [readText(group, 'fees_collector'), readText(group, 'losses_collector')];
  if (collectors?.every((collector) => collector === 'application')) return;
  const message = 'The Express dashboard needs fees_collector and losses_collector to be `application`.';
  throw refuseParameter(message, { param: 'defaults.responsibilities' });
}

function readTransfersRequested(params: Params): boolean {
  let group = readGroup(params, 'configuration');
  for (const key of ['recipient', 'capabilities', 'stripe_balance', 'stripe_transfers'])
    group = group && readGroup(group, key);
  return (group && readBoolean(group, 'requested')) ?? false;
}

function readIncludes(params: Params): readonly string[] {
  const include = readTexts(params, 'include');
  const wrong = include.find((name) => !knownIncludes.includes(name));
  if (wrong === undefined) return include;
  throw refuseParameter(`Invalid include: ${wrong}`, { code: 'invalid_fields', param: 'include' });
}

function showAccount(account: Account, include: readonly string[]): unknown {
  return {
    ...account,
    configuration: include.includes('configuration.recipient') ? account.configuration : null,
    defaults: include.includes('defaults') ? account.defaults : null,
    future_requirements: null,
    identity: include.includes('identity') ? account.identity : null,
    requirements: include.includes('requirements') ? account.requirements : null,
  };
}
