import { ApiClient } from '@twurple/api';
import { AppTokenAuthProvider } from '@twurple/auth';
import { withoutQueries } from '#shared/describe-error.ts';
import { discordActivities } from './adapters/discord/activity.ts';
import { discordStaff, nobodyIsStaff } from './adapters/discord/staff.ts';
import { pdfDossiers } from './adapters/evidence/pdf.ts';
import { easyPostCarriers } from './adapters/easypost/carriers.ts';
import { diskFiles } from './adapters/files/disk.ts';
import { diskPictures } from './adapters/pictures/disk.ts';
import { sealer } from './adapters/sealing/sealer.ts';
import { stripeDisputes } from './adapters/stripe/disputes.ts';
import { stripeClient, stripePayments } from './adapters/stripe/payments.ts';
import { twitchChannelAccess } from './adapters/twitch/channel-access.ts';
import { followChannels } from './adapters/twitch/eventsub.ts';
import { twitchExtension } from './adapters/twitch/extension.ts';
import { helixStreams } from './adapters/twitch/streams.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Activities } from './ports/activities.ts';
import type { Carriers } from './ports/carriers.ts';
import type { ChannelAccess } from './ports/channel-access.ts';
import type { Clock } from './ports/clock.ts';
import { UpstreamError } from './ports/payments.ts';
import type { Staff } from './ports/staff.ts';
import type { Store } from './ports/store.ts';
import type { Core } from './usecases/work/core.ts';

type CoreParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly twitch: ReturnType<typeof connectTwitch>;
};

/** The world as the stories see it, with every partner that the settings name. */
export function coreOf(config: Config, { store, clock, log, twitch: { extension, apiClient } }: CoreParts): Core {
  const stripe = stripeClient({ apiKey: config.stripe.apiKey.reveal(), address: config.stripe.address });
  return {
    store,
    clock,
    payments: stripePayments(stripe),
    disputes: stripeDisputes(stripe),
    evidence: pdfDossiers(),
    streams: helixStreams(apiClient, { watchBase: config.twitch.watchUrl, announce: extension.announcer.announce }),
    access: channelAccess(config, store, clock),
    pictures: diskPictures(config.picturesDir, config.siteUrl),
    files: diskFiles(config.filesDir),
    staff: staffOf(config, clock),
    activities: activitiesOf(config),
    carriers: carriersOf(config),
    addressSealer: sealer(tokenKeysOf(config), 'addresses'),
    settings: { siteUrl: config.siteUrl, currency: config.currency, twitchCheckout: config.twitchCheckout },
    report: (error, context) =>
      error instanceof UpstreamError
        ? log.worker.warn({ err: error, ...context }, 'a partner did not answer')
        : log.worker.error({ err: error, ...context }, 'defect'),
    running: new Map(),
    lines: new Map(),
    turns: new Map(),
    raffleCounts: new Map(),
    draws: new Map(),
    gatherings: new Map(),
  };
}

function tokenKeysOf({ tokenKeys }: Config): readonly string[] {
  return tokenKeys.map((key) => key.reveal());
}

/** Where parcels are asked about, where the operator has an account for that. */
function carriersOf({ carriers }: Config): Carriers | null {
  return carriers ? easyPostCarriers({ apiKey: carriers.apiKey.reveal(), address: carriers.address }) : null;
}

/** Twitch's three sides: the extension, Helix, and the subscriptions to what channels do. */
export function connectTwitch(config: Config, log: Log) {
  const { clientId, ownerId, secrets } = config.twitch.extension;
  const extension = twitchExtension(
    { clientId, ownerId, secretsBase64: secrets.map((secret) => secret.reveal()), apiBase: config.twitch.apiUrl },
    (error, channelId) => log.twitch.warn({ err: error, channelId }, 'extension was not told of news'),
  );
  // Twurple's complaints quote whole addresses, some of which carry secrets.
  const complain = (_level: number, message: string) =>
    log.twitch.warn({ detail: withoutQueries(message) }, 'twurple complained');
  const apiClient = new ApiClient({
    authProvider: new AppTokenAuthProvider(config.twitch.clientId, config.twitch.clientSecret.reveal()),
    logger: { minLevel: 'error', custom: complain },
  });
  const { eventSubHost: publicHost, eventSubSecret } = config.twitch;
  const eventSub = { apiClient, publicHost, secret: eventSubSecret.reveal(), complain };
  return { extension, apiClient, follow: (channelIds: readonly string[]) => followChannels(eventSub, channelIds) };
}

/** Acting on channels with their builders' consent. */
function channelAccess(config: Config, store: Store, clock: Clock): ChannelAccess {
  const { twitch } = config;
  return twitchChannelAccess({
    clientId: twitch.clientId,
    clientSecret: twitch.clientSecret.reveal(),
    authorizeUrl: twitch.authorizeUrl,
    redirectUrl: twitch.connectUrl,
    sealer: sealer(tokenKeysOf(config), 'twitch-tokens'),
    store,
    pause: clock.pause,
  });
}

/** Who is staff, where the operator has named a role for them. */
function staffOf({ discord }: Config, clock: Clock): Staff {
  const { apiUrl, botToken, staff } = discord;
  return staff && botToken
    ? discordStaff({ apiUrl, botToken: botToken.reveal(), ...staff, now: clock.now })
    : nobodyIsStaff;
}

/** Who is in the activity, by Discord's word. */
function activitiesOf({ discord }: Config): Activities {
  const { apiUrl, applicationId, clientSecret, botToken } = discord;
  return discordActivities({
    apiUrl,
    applicationId,
    clientSecret: clientSecret.reveal(),
    botToken: botToken?.reveal(),
  });
}
