import { secondsSince } from './recordings.ts';
import type { StreamMarker, TwitchChannel, TwitchClip, TwitchUser, TwitchVideo } from './records.ts';

/** `1h2m3s`, as Helix writes how long a video is. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}

/** Get Users' entry. The e-mail address is only for the person's own token with `user:read:email`. */
export function viewUser(user: TwitchUser, origin: string, showsEmail: boolean): Record<string, unknown> {
  return {
    id: user.id,
    login: user.login,
    display_name: user.displayName,
    type: '',
    broadcaster_type: user.broadcasterType ?? '',
    description: user.description ?? '',
    profile_image_url: `${origin}/pictures/user/${user.id}.svg`,
    offline_image_url: '',
    view_count: 0,
    ...(showsEmail && user.email !== undefined ? { email: user.email } : {}),
    created_at: user.createdAt ?? '2019-05-01T00:00:00Z',
  };
}

/** Get Streams' entry; null while offline. Reruns and the like do not appear there. */
export function viewStream(user: TwitchUser, channel: TwitchChannel, origin: string): Record<string, unknown> | null {
  const { live } = channel;
  if (live === null || live.kind !== 'live') return null;
  return {
    id: live.streamId,
    user_id: user.id,
    user_login: user.login,
    user_name: user.displayName,
    game_id: channel.category.id,
    game_name: channel.category.name,
    type: 'live',
    title: channel.title,
    viewer_count: 42,
    started_at: live.startedAt,
    language: channel.language,
    thumbnail_url: `${origin}/pictures/live/${user.id}-{width}x{height}.svg`,
    tag_ids: [],
    tags: [],
    is_mature: false,
  };
}

/** Get Channel Information's entry. */
export function viewChannel(user: TwitchUser, channel: TwitchChannel): Record<string, unknown> {
  return {
    broadcaster_id: user.id,
    broadcaster_login: user.login,
    broadcaster_name: user.displayName,
    broadcaster_language: channel.language,
    game_name: channel.category.name,
    game_id: channel.category.id,
    title: channel.title,
    delay: 0,
    tags: [],
    content_classification_labels: [],
    is_branded_content: false,
  };
}

/** Get Videos' entry. A recording in progress is as long as the broadcast is so far. */
export function viewVideo(video: TwitchVideo, user: TwitchUser, now: number): Record<string, unknown> {
  const end = video.endedAt === null ? now : Date.parse(video.endedAt);
  return {
    id: video.id,
    stream_id: video.streamId,
    user_id: user.id,
    user_login: user.login,
    user_name: user.displayName,
    title: video.title,
    description: '',
    created_at: video.startedAt,
    published_at: video.startedAt,
    url: `https://www.twitch.tv/videos/${video.id}`,
    thumbnail_url: '',
    viewable: 'public',
    view_count: 0,
    language: 'en',
    type: 'archive',
    duration: formatDuration(secondsSince(video.startedAt, end)),
    muted_segments: null,
  };
}

/** Get Clips' entry. */
export function viewClip(
  clip: TwitchClip,
  broadcaster: TwitchUser,
  creator: TwitchUser,
  channel: TwitchChannel,
  origin: string,
): Record<string, unknown> {
  return {
    id: clip.id,
    url: `https://clips.twitch.tv/${clip.id}`,
    embed_url: `https://clips.twitch.tv/embed?clip=${clip.id}`,
    broadcaster_id: broadcaster.id,
    broadcaster_name: broadcaster.displayName,
    creator_id: creator.id,
    creator_name: creator.displayName,
    video_id: clip.videoId,
    game_id: channel.category.id,
    language: channel.language,
    title: clip.title,
    view_count: 0,
    created_at: clip.createdAt,
    thumbnail_url: `${origin}/pictures/live/${broadcaster.id}-480x272.svg`,
    duration: clip.durationSeconds,
    vod_offset: clip.vodOffsetSeconds,
    is_featured: false,
  };
}

/** Create Stream Marker's entry. */
export function viewMarker(marker: StreamMarker): Record<string, unknown> {
  return {
    id: marker.id,
    created_at: marker.createdAt,
    position_seconds: marker.positionSeconds,
    description: marker.description,
  };
}
