import { AuditLogEvent, PermissionFlagsBits } from 'discord-api-types/v10';
import { at, closeForm, type Field, readFlag, readOptionalNumber, readOptionalText } from './form.ts';
import type { Community, Role, World } from './model.ts';
import { noteAudit, requireMember } from './moderation.ts';
import { permissionsIn, rankOf, requireBotPermission } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';

/** A role that the bot may give and take: below its own highest, and not an app's. */
function requireManageable(world: World, community: Community, roleId: string): Role {
  requireBotPermission(world, community, PermissionFlagsBits.ManageRoles);
  const role = community.roles.find((each) => each.id === roleId);
  if (!role) throw new DiscordRefusalError(10011);
  const outranked = rankOf(community, world.botUserId) > role.position;
  if (!outranked || role.managed || role.id === community.id) throw new DiscordRefusalError(50013);
  return role;
}

/**
 * Gives a role to a member, or takes it.
 *
 * @throws DiscordRefusalError 10007, 10011, 50013
 */
export function setRole(
  world: World,
  community: Community,
  { userId, roleId, has }: { readonly userId: string; readonly roleId: string; readonly has: boolean },
  reason: string | null = null,
): void {
  const member = requireMember(community, userId);
  const role = requireManageable(world, community, roleId);
  const others = member.roleIds.filter((each) => each !== role.id);
  const changed = { ...member, roleIds: has ? [...others, role.id] : others };
  const members = community.members.map((each) => (each.userId === userId ? changed : each));
  world.communities.set(community.id, { ...community, members });
  world.announce({ kind: 'member-changed', communityId: community.id, member: changed });
  noteAudit(world, community.id, { action: AuditLogEvent.MemberRoleUpdate, targetId: userId, reason });
}

function readRole(form: Field, current: Omit<Role, 'id' | 'position' | 'managed'>) {
  const role = {
    name: readOptionalText(at(form, 'name'), { max: 100 }) ?? current.name,
    color:
      readOptionalNumber(at(at(form, 'colors'), 'primary_color'), { min: 0, max: 0xffffff }) ??
      readOptionalNumber(at(form, 'color'), { min: 0, max: 0xffffff }) ??
      current.color,
    permissions: readOptionalText(at(form, 'permissions'), { max: 40 }) ?? current.permissions,
    mentionable: readFlag(at(form, 'mentionable')) ?? current.mentionable,
  };
  closeForm(form);
  return role;
}

/** An app can hand on only what it holds itself. */
function refuseBeyond(world: World, community: Community, permissions: string): void {
  if ((BigInt(permissions) & ~permissionsIn(community, world.botUserId)) !== 0n) throw new DiscordRefusalError(50013);
}

/** Makes a role, just above `@everyone`, as Discord does. */
export function createRole(world: World, community: Community, form: Field, reason: string | null): Role {
  requireBotPermission(world, community, PermissionFlagsBits.ManageRoles);
  const read = readRole(form, { name: 'new role', color: 0, permissions: '0', mentionable: false });
  refuseBeyond(world, community, read.permissions);
  const role: Role = { ...read, id: world.sources.newId(), position: 1, managed: false };
  const [everyone, ...rest] = community.roles;
  const raised = rest.map((each) => ({ ...each, position: each.position + 1 }));
  world.communities.set(community.id, { ...community, roles: [...(everyone ? [everyone] : []), role, ...raised] });
  noteAudit(world, community.id, { action: AuditLogEvent.RoleCreate, targetId: role.id, reason });
  world.announce({ kind: 'role-created', communityId: community.id, role });
  return role;
}

/**
 * Changes a role below the bot's own.
 *
 * @throws DiscordRefusalError 10011, 50013, 50035
 */
export function changeRole(
  world: World,
  community: Community,
  { roleId, form, reason }: { readonly roleId: string; readonly form: Field; readonly reason: string | null },
): Role {
  const current = requireManageable(world, community, roleId);
  const role: Role = { ...current, ...readRole(form, current) };
  refuseBeyond(world, community, role.permissions);
  const roles = community.roles.map((each) => (each.id === roleId ? role : each));
  world.communities.set(community.id, { ...community, roles });
  noteAudit(world, community.id, { action: AuditLogEvent.RoleUpdate, targetId: roleId, reason });
  world.announce({ kind: 'role-changed', communityId: community.id, role });
  return role;
}

/** Takes a role out of a community, and from everybody who holds it. */
export function removeRole(world: World, community: Community, role: Role): void {
  const members = community.members.map((each) =>
    each.roleIds.includes(role.id) ? { ...each, roleIds: each.roleIds.filter((one) => one !== role.id) } : each,
  );
  const roles = community.roles.filter((each) => each.id !== role.id);
  world.communities.set(community.id, { ...community, members, roles });
  world.announce({ kind: 'role-deleted', communityId: community.id, role });
}

/**
 * The bot deletes a role below its own.
 *
 * @throws DiscordRefusalError 10011, 50013
 */
export function deleteRole(world: World, community: Community, roleId: string, reason: string | null): void {
  removeRole(world, community, requireManageable(world, community, roleId));
  noteAudit(world, community.id, { action: AuditLogEvent.RoleDelete, targetId: roleId, reason });
}
