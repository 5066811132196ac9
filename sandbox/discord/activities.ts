import type { Activity, World } from './model.ts';
import { DiscordRefusalError } from './refusal.ts';

/** A person opens the app's activity in a channel, or joins the one that runs there. */
export function joinActivity(
  world: World,
  where: { readonly userId: string; readonly communityId: string | null; readonly channelId: string },
): Activity {
  const { userId, communityId, channelId } = where;
  const running = [...world.activities.values()].find((each) => each.channelId === channelId);
  const launchId = running?.launchId ?? world.sources.newId();
  const place = communityId === null ? `pc-${channelId}` : `gc-${communityId}-${channelId}`;
  const others = (running?.userIds ?? []).filter((each) => each !== userId);
  const activity: Activity = {
    instanceId: running?.instanceId ?? `i-${launchId}-${place}`,
    launchId,
    channelId,
    communityId,
    userIds: [...others, userId],
  };
  world.activities.set(activity.instanceId, activity);
  world.announce({ kind: 'other' });
  return activity;
}

/** A person leaves an activity; the last one ends it. */
export function leaveActivity(world: World, userId: string, instanceId: string): void {
  const activity = world.activities.get(instanceId);
  if (!activity) return;
  const userIds = activity.userIds.filter((each) => each !== userId);
  if (userIds.length > 0) world.activities.set(instanceId, { ...activity, userIds });
  else world.activities.delete(instanceId);
  world.announce({ kind: 'other' });
}

/**
 * An activity as its app may look it up.
 *
 * @returns undefined when no such activity runs
 * @throws DiscordRefusalError 10002 for another app
 */
export function viewActivity(world: World, applicationId: string, instanceId: string) {
  const activity = world.activities.get(instanceId);
  if (applicationId !== world.applicationId) throw new DiscordRefusalError(10002);
  if (!activity) return undefined;
  const { channelId, communityId, launchId, userIds } = activity;
  return {
    application_id: applicationId,
    instance_id: instanceId,
    launch_id: launchId,
    location:
      communityId === null
        ? { id: `pc-${channelId}`, kind: 'pc', channel_id: channelId }
        : { id: `gc-${communityId}-${channelId}`, kind: 'gc', channel_id: channelId, guild_id: communityId },
    users: userIds,
  };
}
