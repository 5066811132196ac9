import { emitEvent } from './events.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';
import type { Charge, EarlyFraudWarning } from './objects.ts';

/** A bank says that a payment was not the cardholder's. It may yet be given back before they dispute it. */
export function warnOfFraud(world: World, charge: Charge): EarlyFraudWarning {
  const warning = {
    id: world.newId('issfr'),
    object: 'radar.early_fraud_warning' as const,
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: nowSeconds(world),
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    payment_intent: charge.payment_intent,
  };
  world.state.earlyFraudWarnings.set(warning.id, warning);
  emitEvent(world, 'radar.early_fraud_warning.created', warning);
  return warning;
}

/** Takes the `actionable` mark from a charge's warnings once there is nothing left to prevent. */
export function calmFraudWarnings(world: World, chargeId: string): void {
  for (const warning of world.state.earlyFraudWarnings.values()) {
    if (warning.charge !== chargeId || !warning.actionable) continue;
    const calm = { ...warning, actionable: false };
    world.state.earlyFraudWarnings.set(calm.id, calm);
    emitEvent(world, 'radar.early_fraud_warning.updated', calm, { actionable: true });
  }
}
