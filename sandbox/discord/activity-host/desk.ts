import type { DiscordStandIn } from '../server.ts';
import type { DiscordUser } from '../model.ts';
import * as z from 'zod/mini';
import type { Tickets } from './tickets.ts';
import type { Authenticated, AuthorizeAnswer, AuthorizeAsk, Launched, Leaving, Participant, Seat } from './words.ts';

/** What an activity may ask for without leaving Discord. */
const activityScopes = ['identify', 'email', 'guilds', 'guilds.members.read', 'rpc.activities.write', 'connections'];

/** Discord's own side of the page around an activity. */
export type ActivityDesk = {
  /** @throws Error when nobody has this id, or the channel is none of theirs */
  launch(seat: Seat, origin: string): Launched;
  authorize(ask: AuthorizeAsk): AuthorizeAnswer;
  authenticate(token: string): Promise<Authenticated>;
  refreshTicket(userId: string): string;
  participantsOf(instanceId: string): readonly Participant[];
  /** A window was closed. Another that was opened after it keeps its person there. */
  leave(leaving: Leaving): void;
};

/** The parts of the simulated Discord that the frame needs. */
export type DeskDiscord = Pick<DiscordStandIn, 'model' | 'origin' | 'grantCode' | 'joinActivity' | 'leaveActivity'>;

/** Whom `/oauth2/@me` knows by a token. */
const TokenOwner = z.object({
  scopes: z.array(z.string()),
  expires: z.string(),
  user: z.object({ id: z.string(), username: z.string(), global_name: z.nullable(z.string()) }),
});

/** Opens the desk. Consent is kept as long as it is open, by person and scopes. */
export function createActivityDesk(discord: DeskDiscord, tickets: Tickets): ActivityDesk {
  const { model } = discord;
  const agreed = new Set<string>();
  /** The ticket of the window that each person opened last. */
  const windows = new Map<string, string>();
  const participantsOf = (instanceId: string) =>
    (model.activities.get(instanceId)?.userIds ?? []).flatMap((userId) => {
      const user = model.users.get(userId);
      return user ? [viewParticipant(user)] : [];
    });
  return {
    launch(seat, origin) {
      const user = model.users.get(seat.userId);
      const channel = model.channels.get(seat.channelId);
      if (!user || !channel) throw new Error(`${seat.userId} cannot open an activity in ${seat.channelId}`);
      const { instanceId, launchId } = discord.joinActivity(seat);
      const ticket = tickets.give(user.id);
      windows.set(user.id, ticket);
      return {
        applicationId: model.applicationId,
        instanceId,
        launchId,
        user: viewParticipant(user),
        locale: user.locale ?? 'en-US',
        participants: participantsOf(instanceId),
        origin,
        ticket,
        channelName: 'name' in channel ? channel.name : 'Direct message',
      };
    },
    authorize({ userId, clientId, scopes, challenge, agreed: isAgreed }) {
      if (clientId !== model.applicationId) return { kind: 'error', code: 4007, message: 'Invalid client id' };
      if (scopes.length === 0 || scopes.some((scope) => !activityScopes.includes(scope)))
        return { kind: 'error', code: 5000, message: 'OAuth2 Error: invalid_scope' };
      const consent = `${userId} ${scopes.toSorted().join(' ')}`;
      if (isAgreed) agreed.add(consent);
      if (!agreed.has(consent)) return { kind: 'ask' };
      const withChallenge = challenge === null ? {} : { codeChallenge: challenge };
      return { kind: 'code', code: discord.grantCode({ userId, scopes, ...withChallenge }) };
    },
    async authenticate(token) {
      const answer = await fetch(`${discord.origin}/api/v10/oauth2/@me`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!answer.ok) return null;
      const { scopes, expires, user } = TokenOwner.parse(await answer.json());
      const { id, username, global_name } = user;
      return {
        access_token: token,
        user: { id, username, discriminator: '0', avatar: null, public_flags: 0, global_name: global_name ?? username },
        scopes,
        expires,
        application: { id: model.applicationId, name: 'C500', description: '', icon: null },
      };
    },
    refreshTicket: (userId) => tickets.give(userId),
    participantsOf,
    leave({ userId, instanceId, ticket }) {
      if (windows.get(userId) === ticket) discord.leaveActivity(userId, instanceId);
    },
  };
}

function viewParticipant({ id, username, displayName, bot }: DiscordUser): Participant {
  return {
    id,
    username,
    global_name: displayName,
    discriminator: '0',
    avatar: null,
    flags: 0,
    bot: bot ?? false,
    avatar_decoration_data: null,
    premium_type: 0,
  };
}
