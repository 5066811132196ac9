import type { CitizenId, Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import { judgeBan } from '../../domain/claims.ts';
import type { Account, Citizen } from '../../domain/citizen.ts';
import type { Put } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { deletionDeadline } from './deletion-subject.ts';
import { noExposure } from '../orders/exposure.ts';
import { obstaclesTo, standingDrops } from './leaving.ts';

/** Whether somebody is gone, or why they cannot go yet. */
export type Deletion = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Deletes somebody at their own wish. In one commit nobody acts as them any more: accounts, name, language and choices go, and every
 * session with them. What else is theirs is taken apart by a deadline of the deletion's own, which a crash does not forget. Doing it
 * twice comes to the same as doing it once.
 *
 * Whoever is banned stays so: the numbers of their accounts stay with the ban, without a name.
 *
 * @returns `open-orders` while anything of theirs has not come to its end
 */
export async function deleteMe(core: Core, id: CitizenId): Promise<Deletion> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [citizen, exposure] = await Promise.all([core.store.get('citizen', id), core.store.get('exposure', id)]);
    if (!citizen) return refuse('not-found');
    if (citizen.deletedAt !== undefined) return { ok: true };
    if ((await obstaclesTo(core, citizen)).length > 0) return refuse('open-orders');
    // Nothing new is claimed while the rest is judged once more: a claim expects the drop as it was.
    if (!(await pauseDrops(core, id)) || (await obstaclesTo(core, citizen)).length > 0) continue;
    const now = core.clock.now();
    const { result } = await core.store.commit({
      put: [
        { kind: 'citizen', record: withoutName(citizen, now) },
        // Written with it, so that a claim of theirs that is under way is judged anew.
        { kind: 'exposure', record: exposure ?? noExposure(id) },
        ...(await unnamedChannels(core, citizen)),
      ],
      deadlines: [deletionDeadline(id, now)],
    });
    if (result === 'committed') return { ok: true };
  }
  return refuse('conflict-try-again');
}

/** False when there may be more. */
async function pauseDrops(core: Core, id: CitizenId): Promise<boolean> {
  const open = (await standingDrops(core, id)).filter(({ status }) => status === 'open');
  const paused = await Promise.all(
    open.map((drop) => core.store.commit({ put: [{ kind: 'drop', record: { ...drop, status: 'paused' } }] })),
  );
  return paused.every(({ result }) => result === 'committed');
}

/** Every channel that was ever theirs; which they are is known by the accounts that go. The linked one is let go of later. */
async function unnamedChannels(core: Core, { id, accounts, formerAccounts = [] }: Citizen): Promise<readonly Put[]> {
  const ids = [...accounts, ...formerAccounts].flatMap((account) =>
    account.platform === 'twitch' ? [account.id] : [],
  );
  const linked = await core.store.channelOfBuilder(id);
  const all = [...new Set([...ids, ...(linked ? [linked.id] : [])])];
  const found = await Promise.all(
    all.map((channelId) =>
      Promise.all([core.store.get('channel', channelId), core.store.get('grant', channelId)] as const),
    ),
  );
  return found.flatMap(([channel, grant]): readonly Put[] => [
    ...(channel?.builderId === id
      ? [{ kind: 'channel', record: { ...channel, login: '', title: '', titleId: '' } } as const]
      : []),
    ...(grant?.builderId === id ? [{ kind: 'grant', record: { ...grant, login: '' } } as const] : []),
  ]);
}

/** What is left of a citizen: numbers that others' rules count with, and nothing that says who it was. */
function withoutName(citizen: Citizen, now: Instant): Citizen {
  const { id, version, completedOrders, lostDisputes, lastStrikeAt, joinedAt, aliases, bannedFor, kinBan } = citizen;
  const isBanned = judgeBan({ ...(bannedFor ? { bannedFor } : {}), ...(kinBan ? { kinBan } : {}) }) !== undefined;
  const unnamed = ({ platform, id: accountId }: Account): Account => ({ platform, id: accountId, handle: '' });
  return {
    id,
    version,
    nickname: personalTexts.deletedPerson,
    accounts: isBanned ? citizen.accounts.map(unnamed) : [],
    identityVerified: false,
    completedOrders,
    lostDisputes,
    lastStrikeAt,
    joinedAt,
    ...(aliases ? { aliases } : {}),
    ...(bannedFor ? { bannedFor } : {}),
    ...(kinBan ? { kinBan } : {}),
    deletedAt: now,
  };
}
