import { replyError, type Reply } from './exchange.ts';
import type { TwitchModel } from './model.ts';

const svgHeaders = {
  'content-type': 'image/svg+xml',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
};

/** A hue that stays the same for the same person. */
function hueOf(id: string): number {
  return Array.from(id).reduce((sum, digit) => (sum * 31 + (digit.codePointAt(0) ?? 0)) % 360, 7);
}

/** Draws avatars and stream previews, so that the sandbox needs no picture from elsewhere. Null when the path is no picture. */
export function answerPicture(path: string, model: TwitchModel): Reply | null {
  const match = /^\/pictures\/(?<kind>user|live)\/(?<id>\d+)(?:-[^/]*)?\.svg$/.exec(path);
  if (match?.groups === undefined) return null;
  const { kind, id = '' } = match.groups;
  const user = model.user(id);
  if (user === undefined) return replyError(404, '');
  const hue = hueOf(id);
  // A login has only letters, digits and underscores, so its first sign needs no escaping.
  const initial = user.login.slice(0, 1).toUpperCase();
  const [width, height] = kind === 'user' ? [300, 300] : [640, 360];
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="hsl(${hue} 60% 82%)"/>
<text x="50%" y="50%" dy=".36em" text-anchor="middle" font-family="system-ui,sans-serif" font-size="150" font-weight="700" fill="hsl(${hue} 45% 30%)">${initial}</text>
</svg>`;
  return { status: 200, headers: svgHeaders, body };
}
