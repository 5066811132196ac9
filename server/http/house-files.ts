import type { Express, Response } from 'express';
import type { CitizenId } from '#shared/ids.ts';
import type { Order } from '../domain/order.ts';
import type { Dispute } from '../domain/trust-records.ts';
import type { Core } from '../usecases/work/core.ts';
import { dossierOf } from '../usecases/disputes/evidence.ts';
import { isPartyTo } from '../usecases/house/order-file.ts';
import type { HouseDoor } from './house-door.ts';
import { Refused } from './problems.ts';

/** What was or would be sent to a bank, for the staff alone: the room of the order is in it. */
export function mountHouseFiles(app: Express, core: Core, door: HouseDoor): void {
  app.get('/house/disputes/:id/document', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const { dispute } = await disputeFor(core, request.params.id, member.citizenId);
    await sendKept(core, response, `${dispute.id}.pdf`, dispute.filed?.sha256);
  });

  app.get('/house/disputes/:id/preview', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const { dispute, order } = await disputeFor(core, request.params.id, member.citizenId);
    const { bytes } = await core.evidence.write(await dossierOf(core, order, dispute));
    send(response, `${dispute.id}-preview.pdf`, bytes);
  });

  app.get('/house/disputes/:id/files/:sha256', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const { dispute } = await disputeFor(core, request.params.id, member.citizenId);
    const file = dispute.said?.files.find(({ sha256 }) => sha256 === request.params.sha256);
    await sendKept(core, response, file?.name ?? '', file?.sha256);
  });
}

/**
 * A dispute with its order, for somebody of the staff who is none of its parties.
 *
 * @throws Refused `not-found`, `own-matter`
 */
export async function disputeFor(
  core: Core,
  id: string,
  reader: CitizenId,
): Promise<{ readonly dispute: Dispute; readonly order: Order }> {
  const dispute = await core.store.get('dispute', id);
  const order = dispute && (await core.store.get('order', dispute.orderId));
  if (!order) throw new Refused({ code: 'not-found' });
  if (isPartyTo(order, reader)) throw new Refused({ code: 'own-matter' });
  return { dispute, order };
}

async function sendKept(core: Core, response: Response, name: string, sha256: string | undefined): Promise<void> {
  const bytes = sha256 === undefined ? undefined : await core.files.read(sha256);
  if (!bytes) throw new Refused({ code: 'not-found' });
  send(response, name, bytes);
}

/** Browsers are told to keep it and never to show it. */
function send(response: Response, name: string, bytes: Uint8Array): void {
  response.attachment(name);
  response.set({
    'content-type': 'application/octet-stream',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.send(Buffer.from(bytes));
}
