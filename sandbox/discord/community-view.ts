import { type APIGuild, Locale } from 'discord-api-types/v10';
import type { Community } from './model.ts';
import { viewRole } from './views.ts';

/** A community as Discord's API shows it. What the sandbox has no use for is at its emptiest value. */
export function viewCommunity(
  community: Community,
): Omit<APIGuild, 'hub_type'> & { readonly nsfw: boolean; readonly home_header: null } {
  return {
    id: community.id,
    name: community.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: community.ownerId,
    application_id: null,
    region: 'us-west',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: Number(0),
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: community.roles.map(viewRole),
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: Object.values(Locale).find((each) => each === community.locale) ?? Locale.EnglishUS,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}
