import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { Refusal } from '#shared/refusals.ts';
import type { Order } from '../domain/order.ts';
import type { Session } from '../ports/store.ts';
import { answerDispute, answerLimits, disputeView, fileNow } from '../usecases/disputes/answer-dispute.ts';
import type { Core } from '../usecases/work/core.ts';
import { disputesOf } from '../usecases/disputes/disputes.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import type { OrderPart, OrderReading } from './order-parts.ts';
import { builderDisputes, buyerDisputes } from './pages/order-dispute.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { siteOrder } from './site-forms.ts';

/** All files of one answer together, with the words. */
const bytesMax = 12 * 1024 * 1024;
const textMax = 4_000;

/** The disputes of an order, on its page: the builder answers, and the buyer sees that the bank looks at it. */
export const disputePart: OrderPart = {
  async section({ core, order, role, csrf, now }) {
    const disputes = await disputesOf(core, order);
    const shown = disputes.map((dispute) => ({ view: disputeView(core, dispute), files: dispute.said?.files ?? [] }));
    if (role !== 'builder') return buyerDisputes(shown);
    // What a builder tells a bank names the buyer, and is not for their stream.
    const channel = shown.length > 0 ? await core.store.channelOfBuilder(order.builderId) : undefined;
    return builderDisputes(shown, { tag: order.tag, csrf, now, isLive: Boolean(channel?.live) });
  },
  deeds: {
    'file-dispute': async ({ core, order, role }: OrderReading): Promise<Refusal | undefined> => {
      if (role !== 'builder') return { code: 'not-your-order' };
      const filed = await fileNow(core, order.id);
      return filed.ok ? undefined : filed.refusal;
    },
  },
};

type Sent = { readonly csrf: string; readonly text: string; readonly files: readonly File[] };

/**
 * The form of words and files, which comes in parts and not as fields. Nothing of it is read before it is known that its sender may add
 * something. To be mounted before the other forms of an order's page.
 */
export function mountDisputeEvidence(app: Express, core: Core, sessions: SessionDesk): void {
  const read = express.raw({ type: 'multipart/form-data', limit: bytesMax });
  const raw = (request: Request, response: Response, next: NextFunction): void =>
    read(request, response, (error?: unknown) => next(isTooLarge(error) ? tooLarge('12 MB') : error));
  const requireBuilder = async (request: Request): Promise<{ readonly order: Order; readonly session: Session }> => {
    const session = await sessions.find(request);
    if (!session?.citizenId) throw new Refused({ code: 'not-signed-in' });
    const order = await siteOrder(core, String(request.params['tag']));
    if (sideOf(order, session.citizenId) !== 'builder') throw new Refused({ code: 'not-your-order' });
    return { order, session };
  };
  const admit = async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const { order } = await requireBuilder(request);
    const isOpen = (await disputesOf(core, order)).some((each) => disputeView(core, each).answerUntil !== null);
    if (!isOpen) throw new Refused({ code: 'dispute-filed' });
    next();
  };
  app.post('/orders/:tag/dispute-evidence', admit, raw, async (request, response) => {
    const { order, session } = await requireBuilder(request);
    const sent = await readParts(request);
    if (!sent || !sessions.isOurForm(request, session, sent.csrf)) throw new Refused({ code: 'not-signed-in' });
    if (sent.files.length > answerLimits.filesMax) throw new Refused({ code: 'bad-input' });
    const files = await keepAll(core, sent.files);
    const answered = await answerDispute(core, order.id, { text: sent.text, files });
    if (!answered.ok) throw new Refused(answered.refusal);
    response.redirect(303, `/orders/${order.tag}`);
  });
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
}

function tooLarge(most: string): Refused {
  return new Refused({ code: 'file-too-large', params: { most } });
}

/** Undefined for what is no form of parts. */
async function readParts(request: Request): Promise<Sent | undefined> {
  if (!Buffer.isBuffer(request.body)) return undefined;
  const headers = { 'content-type': request.get('content-type') ?? '' };
  const parts = await new globalThis.Response(new Uint8Array(request.body), { headers })
    .formData()
    .catch((error: unknown) => {
      if (error instanceof TypeError) return undefined;
      throw error;
    });
  if (!parts) return undefined;
  const word = (name: string, most: number) => {
    const value = parts.get(name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').slice(0, most) : '';
  };
  const files = parts.getAll('files').flatMap((part) => (typeof part === 'string' || part.size === 0 ? [] : [part]));
  return { csrf: word('csrf', 200), text: word('text', textMax), files };
}

async function keepAll(core: Core, files: readonly File[]): Promise<readonly RoomFile[]> {
  const kept: RoomFile[] = [];
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const sha256 = await core.files.keep(bytes);
    if (!sha256) throw tooLarge('10 MB');
    kept.push({ name: plainName(file.name), sha256, bytes: bytes.length });
  }
  return kept;
}

/** A file's name as it may stand in a line of a document. */
function plainName(given: string): string {
  const plain = given.replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, ' ').trim();
  return plain.slice(0, 120).toWellFormed() || 'file';
}
