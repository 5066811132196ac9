import type { Refusal } from '#shared/refusals.ts';
import { ReportText } from '#shared/api/people.ts';
import { ReportKind } from '#shared/schemas/house.ts';
import { OrderAction } from '#shared/schemas/order.ts';
import type { Order, Role } from '../domain/order.ts';
import type { Command } from '../domain/order-commands.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { reportOrder } from '../usecases/cases/cases.ts';
import type { Core } from '../usecases/work/core.ts';
import { lookAtBench } from '../usecases/streams/follow-channels.ts';
import { declareShipment } from '../usecases/orders/prove-work.ts';
import { fieldOf } from './site-forms.ts';

/** Does what a button of the order page asks for. Undefined when it was done; the rules' refusal when not. */
export async function takeOrderAction(
  core: Core,
  order: Order,
  role: Role,
  action: string,
  body: unknown,
): Promise<Refusal | undefined> {
  const parsed = OrderAction.safeParse(action);
  if (!parsed.success) return { code: 'not-found' };
  if (parsed.data === 'declare-shipment')
    return refusalOf(await declareShipmentAs(core, order, role, fieldOf(body, 'number', 300)));
  if (parsed.data === 'report') return reportAs(core, order, role, body);
  const command = commandOf(parsed.data, fieldOf(body, 'reason', 300));
  if (!command) return { code: 'not-found' };
  const applied = await applyCommand(core, order.id, command, role);
  if (applied.ok && command.type.startsWith('refund')) await lookAtBench(core, order.builderId);
  return refusalOf(applied);
}

function commandOf(action: OrderAction, reason: string): Command | undefined {
  switch (action) {
    case 'cancel-claim':
    case 'confirm-delivery':
    case 'ask-cancellation':
    case 'refund-unproven':
    case 'grant-days':
      return { type: action };
    case 'refund-order':
      return { type: action, reason: reason.trim() || 'buyer-asked' };
    // Paying has a page of its own; a shipment is read by its carrier's rules first; a report is no command of the order's.
    case 'start-checkout':
    case 'declare-shipment':
    case 'report':
      return undefined;
    default:
      return action satisfies never;
  }
}

async function reportAs(core: Core, order: Order, role: Role, body: unknown): Promise<Refusal | undefined> {
  const buyer = role === 'buyer' ? await core.store.get('citizen', order.buyerId) : undefined;
  if (!buyer) return { code: 'not-yours' };
  const kind = ReportKind.safeParse(fieldOf(body, 'kind'));
  const text = ReportText.safeParse(fieldOf(body, 'text', 4_000));
  if (!kind.success || !text.success) return { code: 'bad-input' };
  return refusalOf(await reportOrder(core, order, buyer, { kind: kind.data, text: text.data }));
}

async function declareShipmentAs(core: Core, order: Order, role: Role, number: string) {
  return role === 'builder'
    ? declareShipment(core, order.id, number)
    : ({ ok: false, refusal: { code: 'not-your-order' } } as const);
}

function refusalOf(
  answer: { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal },
): Refusal | undefined {
  return answer.ok ? undefined : answer.refusal;
}
