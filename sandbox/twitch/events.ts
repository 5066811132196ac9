import type { ChatLine, TwitchChannel, TwitchUser } from './records.ts';

/** Something that EventSub tells subscribers whose condition agrees. */
export type TwitchEvent = {
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, unknown>>;
};

function broadcaster(user: TwitchUser): Record<string, string> {
  return {
    broadcaster_user_id: user.id,
    broadcaster_user_login: user.login,
    broadcaster_user_name: user.displayName,
  };
}

/** `stream.online` v1. Its `id` is the stream's id, which `stream.offline` does not repeat. */
export function streamOnline(user: TwitchUser, live: NonNullable<TwitchChannel['live']>): TwitchEvent {
  return {
    type: 'stream.online',
    version: '1',
    condition: { broadcaster_user_id: user.id },
    event: { id: live.streamId, ...broadcaster(user), type: live.kind, started_at: live.startedAt },
  };
}

/** `stream.offline` v1. */
export function streamOffline(user: TwitchUser): TwitchEvent {
  return {
    type: 'stream.offline',
    version: '1',
    condition: { broadcaster_user_id: user.id },
    event: broadcaster(user),
  };
}

/** `channel.update` v2: title, category or language changed, live or not. */
export function channelUpdate(user: TwitchUser, channel: TwitchChannel): TwitchEvent {
  return {
    type: 'channel.update',
    version: '2',
    condition: { broadcaster_user_id: user.id },
    event: {
      ...broadcaster(user),
      title: channel.title,
      language: channel.language,
      category_id: channel.category.id,
      category_name: channel.category.name,
      content_classification_labels: [],
    },
  };
}

function eventBadges(badges: readonly string[]): readonly Record<string, string>[] {
  return badges.map((badge) => {
    const [setId = '', id = ''] = badge.split('/');
    return { set_id: setId, id, info: '' };
  });
}

/** `channel.chat.message` v1. `find` resolves people whom the line names. */
export function chatMessage(line: ChatLine, find: (id: string) => TwitchUser | undefined): TwitchEvent | null {
  const room = find(line.channelId);
  const chatter = find(line.userId);
  if (room === undefined || chatter === undefined) return null;
  const source = line.source === null ? undefined : find(line.source.channelId);
  const parent = line.replyTo === null ? undefined : find(line.replyTo.userId);
  return {
    type: 'channel.chat.message',
    version: '1',
    condition: { broadcaster_user_id: room.id },
    event: {
      ...broadcaster(room),
      chatter_user_id: chatter.id,
      chatter_user_login: chatter.login,
      chatter_user_name: chatter.displayName,
      message_id: line.id,
      message: {
        text: line.text,
        fragments: [{ type: 'text', text: line.text, cheermote: null, emote: null, mention: null }],
      },
      message_type: 'text',
      badges: eventBadges(line.badges),
      cheer: null,
      color: chatter.color ?? '',
      reply: parent === undefined || line.replyTo === null ? null : replyOf(line.replyTo, parent),
      channel_points_custom_reward_id: null,
      channel_points_animation_id: null,
      source_broadcaster_user_id: source?.id ?? null,
      source_broadcaster_user_login: source?.login ?? null,
      source_broadcaster_user_name: source?.displayName ?? null,
      source_message_id: line.source?.lineId ?? null,
      source_badges: line.source === null ? null : eventBadges(line.source.badges),
      is_source_only: line.source === null ? null : false,
    },
  };
}

function replyOf(replyTo: NonNullable<ChatLine['replyTo']>, parent: TwitchUser): Record<string, string> {
  return {
    parent_message_id: replyTo.lineId,
    parent_message_body: replyTo.text,
    parent_user_id: parent.id,
    parent_user_name: parent.displayName,
    parent_user_login: parent.login,
    thread_message_id: replyTo.lineId,
    thread_user_id: parent.id,
    thread_user_name: parent.displayName,
    thread_user_login: parent.login,
  };
}

/** `user.authorization.grant` and `.revoke` v1: somebody connected the app, or disconnected it. */
export function authorizationChange(kind: 'grant' | 'revoke', clientId: string, user: TwitchUser): TwitchEvent {
  return {
    type: `user.authorization.${kind}`,
    version: '1',
    condition: { client_id: clientId },
    event: { client_id: clientId, user_id: user.id, user_login: user.login, user_name: user.displayName },
  };
}
