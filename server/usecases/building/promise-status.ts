import type { PromiseStatus } from '#shared/schemas/house.ts';
import type { Citizen } from '../../domain/citizen.ts';
import { currentPromises } from '../../domain/promises.ts';
import type { Core } from '../work/core.ts';
import { strikesOf } from '../people/strike-acts.ts';

/** How far somebody's promises, account and channel are, as staff looks them up. */
export async function promiseStatus(core: Core, citizen: Citizen): Promise<PromiseStatus> {
  const [builder, payee, channel, ban, application, strikes] = await Promise.all([
    core.store.get('builder', citizen.id),
    core.store.get('payee', citizen.id),
    core.store.channelOfBuilder(citizen.id),
    core.store.get('ban', citizen.id),
    core.store.get('application', citizen.id),
    strikesOf(core, citizen.id),
  ]);
  const account = builder?.stripeAccountId ?? payee?.stripeAccountId ?? null;
  return {
    nickname: citizen.nickname,
    isBuilder: builder !== undefined,
    guilds: [...(builder?.guilds ?? [])],
    vibeCheck: { signed: builder?.promises.vibeCheck ?? 0, current: currentPromises.vibeCheck },
    shippingStandard: { signed: builder?.promises.shippingStandard ?? 0, current: currentPromises.shippingStandard },
    canBePaid: account !== null && (await core.payments.canReceiveTransfers(account)),
    channelLogin: channel?.login ?? null,
    bannedSince: ban && !ban.lifted ? ban.at : null,
    application:
      application?.state === 'waiting'
        ? { guild: application.guild, about: application.about, at: application.at }
        : null,
    strikes: strikes
      .toSorted((one, other) => other.at - one.at)
      .map(({ id, why, reason, at, lifted }) => ({ id, why, reason, at, lifted: lifted !== null })),
  };
}
