import { applyForms } from './commands/apply.ts';
import { orderCaseComponents, orderCaseForms } from './commands/case.ts';
import { communityComponents } from './commands/community.ts';
import { deskComponents, deskForms } from './commands/desk.ts';
import { dropComponents, dropForms } from './commands/drop.ts';
import { orderComponents } from './commands/orders.ts';
import { partnerComponents } from './commands/partner.ts';
import { profileComponents } from './commands/profile.ts';
import { raffleComponents } from './commands/raffle.ts';
import { reportComponents, reportForms } from './commands/report.ts';
import { shipComponents } from './commands/ship.ts';
import { shopComponents } from './commands/shop.ts';
import { relayComponents } from './relay-choice.ts';
import type { Component, Form } from './component.ts';
import type { ComponentAction, FormAction } from './custom-id.ts';

/** Every button and menu by its action. */
export const components: Readonly<Record<ComponentAction, Component>> = {
  ...orderComponents,
  ...shopComponents,
  ...raffleComponents,
  ...dropComponents,
  ...shipComponents,
  ...partnerComponents,
  ...profileComponents,
  ...relayComponents,
  ...reportComponents,
  ...orderCaseComponents,
  ...communityComponents,
  ...deskComponents,
};

/** Every form by its action. */
export const forms: Readonly<Record<FormAction, Form>> = {
  ...applyForms,
  ...dropForms,
  ...reportForms,
  ...orderCaseForms,
  ...deskForms,
};
