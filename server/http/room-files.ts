import type { Express } from 'express';
import { parseTag } from '#shared/order-tag.ts';
import type { Order, Role } from '../domain/order.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { Core } from '../usecases/work/core.ts';
import { isPartyTo } from '../usecases/house/order-file.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import { discordIdsOf } from '../usecases/communities/room-people.ts';
import { roomShown } from '../usecases/communities/room-shown.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/**
 * Files that were said in an order's room, for its two sides and the staff, as long as they may read what was said. Nobody knows what is
 * in them, so browsers are told to keep them and never to show them.
 */
export function mountRoomFiles(app: Express, core: Core, sessions: SessionDesk): void {
  app.get('/orders/:tag/files/:sha256', async (request, response) => {
    const citizen = await sessions.citizenFor(request);
    if (!citizen) return response.redirect(303, `/sign-in?next=${encodeURIComponent(request.path)}`);
    const tag = parseTag(request.params.tag);
    const order = tag && (await core.store.orderByTag(tag));
    const reader = order && (await readerOf(core, order, citizen.id));
    const room = reader && (await roomShown(core, order, reader));
    if (!room || room === 'away') throw new Refused({ code: 'not-found' });
    const { sha256 } = request.params;
    const said = room.messages.flatMap(({ files }) => files);
    const file = said.find((each) => each.sha256 === sha256);
    const bytes = file && (await core.files.read(sha256));
    if (!file || !bytes) throw new Refused({ code: 'not-found' });
    response.attachment(file.name);
    response.set({
      'content-type': 'application/octet-stream',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    response.send(Buffer.from(bytes));
  });
}

async function readerOf(core: Core, order: Order, citizenId: CitizenId): Promise<Role | undefined> {
  const side = sideOf(order, citizenId);
  if (side) return side;
  if (isPartyTo(order, citizenId)) return undefined;
  const [account] = await discordIdsOf(core, citizenId);
  return account !== undefined && (await core.staff.isStaff(account)) ? 'staff' : undefined;
}
