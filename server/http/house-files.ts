import type { Express, Response } from 'express';
import type { Core } from '../usecases/core.ts';
import { dossierOf } from '../usecases/evidence.ts';
import type { HouseDoor } from './house-door.ts';
import { Refused } from './problems.ts';

/** What was or would be sent to a bank, for the staff alone: it holds the buyer's address. */
export function mountHouseFiles(app: Express, core: Core, door: HouseDoor): void {
  app.get('/house/disputes/:id/document', async (request, response) => {
    if (!(await door.visitor(request, response))) return;
    const dispute = await core.store.get('dispute', request.params.id);
    const bytes = dispute?.filed && (await core.files.read(dispute.filed.sha256));
    if (!bytes) throw new Refused({ code: 'not-found' });
    sendFile(response, `${dispute.id}.pdf`, bytes);
  });

  app.get('/house/disputes/:id/preview', async (request, response) => {
    if (!(await door.visitor(request, response))) return;
    const dispute = await core.store.get('dispute', request.params.id);
    const order = dispute && (await core.store.get('order', dispute.orderId));
    if (!order) throw new Refused({ code: 'not-found' });
    const { bytes } = await core.evidence.write(await dossierOf(core, order, dispute));
    sendFile(response, `${dispute.id}-preview.pdf`, bytes);
  });

  app.get('/house/disputes/:id/files/:sha256', async (request, response) => {
    if (!(await door.visitor(request, response))) return;
    const dispute = await core.store.get('dispute', request.params.id);
    const file = dispute?.said?.files.find(({ sha256 }) => sha256 === request.params.sha256);
    const bytes = file && (await core.files.read(file.sha256));
    if (!bytes) throw new Refused({ code: 'not-found' });
    sendFile(response, file.name, bytes);
  });
}

/** Browsers are told to keep it and never to show it. */
function sendFile(response: Response, name: string, bytes: Uint8Array): void {
  response.attachment(name);
  response.set({
    'content-type': 'application/octet-stream',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.send(Buffer.from(bytes));
}
