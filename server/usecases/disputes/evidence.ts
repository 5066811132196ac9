import { createHash } from 'node:crypto';
import { day, houseRules } from '#shared/house-rules.ts';
import { formatMoney } from '#shared/money.ts';
import { en, fill, wordsOf } from '#shared/text/say.ts';
import { evidenceTexts as words } from '#shared/text/en/evidence.ts';
import type { Order, Proof } from '../../domain/order.ts';
import type { Dispute } from '../../domain/trust-records.ts';
import type { EvidenceTexts } from '../../ports/disputes.ts';
import type { Dossier, DossierBlock, DossierSection } from '../../ports/evidence.ts';
import type { HistoryLine } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { deliverySection, saidSection, streamSection, workSection } from './evidence-proofs.ts';
import { readSources, type EvidenceSources } from './evidence-sources.ts';
import { promiseSection } from './evidence-promises.ts';
import { fact, offsetText, spelled, text } from './evidence-words.ts';

/** What one text beside the document may hold; all of them together stay far below what a bank takes. */
const textMax = 20_000;
const summaryMax = 10_000;
/** Lines of each part: together less than the pages that a bank takes, whatever an order has. */
const lines = { summary: 58, terms: 130, timeline: 260, buyer: 30, room: 1_500 } as const;

/** Everything that speaks for an order, in the order in which it is read: what counts most comes first, and talk last. */
export async function dossierOf(core: Core, order: Order, dispute: Dispute): Promise<Dossier> {
  const sources = await readSources(core, order, dispute);
  const names = { dispute: dispute.id, tag: order.tag };
  return {
    title: fill(words.title, names),
    footer: fill(words.footer, names),
    at: dispute.openedAt,
    pictureLeftOut: words.pictureLeftOut,
    sections: [
      { title: words.sections.summary, blocks: summaryBlocks(sources), linesMax: lines.summary, ...cutAtEnd },
      promiseSection(sources),
      { title: words.sections.terms, blocks: termBlocks(sources), linesMax: lines.terms, ...cutAtEnd },
      timelineSection(sources),
      streamSection(sources),
      await workSection(core, sources),
      deliverySection(sources),
      { title: words.sections.buyer, blocks: buyerBlocks(sources), linesMax: lines.buyer, ...cutAtEnd },
      await saidSection(core, sources),
      roomSection(sources),
    ],
  };
}

const cutAtEnd = { leavesOut: 'end', omitted: words.omitted } as const;

/** The texts beside the document, from the same records. What is not known is left out. */
export async function evidenceTexts(core: Core, order: Order, dispute: Dispute): Promise<EvidenceTexts> {
  const sources = await readSources(core, order, dispute);
  const { shipment, terms, proofs, buildingAt } = order;
  const { address } = sources;
  const work = proofs.find(({ kind }) => kind === 'stream')?.at ?? buildingAt;
  return {
    summary: cutTo(summaryMax, plain(summaryBlocks(sources))),
    offered: cutTo(textMax, `${terms.title}\n${terms.specs}`),
    ...(address ? { customerName: cutTo(200, address.name), shippingAddress: cutTo(1_000, addressLine(address)) } : {}),
    ...(shipment
      ? {
          shippingCarrier: shipment.carrier,
          shippingDate: spelled(shipment.at),
          shippingNumber: shipment.number,
        }
      : {}),
    ...(work ? { serviceDate: spelled(work) } : {}),
    activityLog: cutMiddle(textMax, sources.history.map(historyText)),
    refundPolicy: fill(words.policies.refund, {
      unproven: houseRules.unprovenRefundMs / day,
      unsent: houseRules.unsentRefundMs / day,
    }),
    cancellationPolicy: fill(words.policies.cancellation, { days: houseRules.cancellationMs / day }),
  };
}

function addressLine(address: NonNullable<EvidenceSources['address']>): string {
  const { line1, line2, city, state, postalCode, country } = address;
  return [line1, line2, city, state, postalCode, country].filter((part) => part).join(', ');
}

function plain(blocks: readonly DossierBlock[]): string {
  return blocks
    .map((block) => (block.kind === 'fact' ? `${block.name}: ${block.value}` : block.kind === 'text' ? block.text : ''))
    .join('\n');
}

/** Text as forms carry it: no half characters, and nothing unseen but the ends of lines. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

/** Cuts at a whole character. */
function cutTo(most: number, text: string): string {
  const whole = clean(text);
  if (whole.length <= most) return whole;
  const note = ` ${words.shortened}`;
  return `${whole.slice(0, most - note.length).toWellFormed()}${note}`;
}

/** Keeps the first and the last lines. */
function cutMiddle(most: number, lines: readonly string[]): string {
  const all = lines.map(clean);
  const whole = all.join('\n');
  if (whole.length <= most) return whole;
  const half = Math.floor((most - 200) / 2);
  const head: string[] = [];
  const tail: string[] = [];
  const length = (some: readonly string[]) => some.reduce((sum, line) => sum + line.length + 1, 0);
  for (const line of all) {
    if (length([...head, line]) > half) break;
    head.push(line);
  }
  for (const line of all.slice(head.length).toReversed()) {
    if (length([line, ...tail]) > half) break;
    tail.unshift(line);
  }
  const count = all.length - head.length - tail.length;
  return [...head, fill(words.omitted, { count }), ...tail].join('\n');
}

function summaryBlocks({ order, dispute, builder, nicknames, parcel }: EvidenceSources): readonly DossierBlock[] {
  const { summary } = words;
  const { terms, shipment, payment, paidAt } = order;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: terms.price.currency });
  const stream = order.proofs.find((proof) => proof.kind === 'stream');
  const isPaidByIt = payment !== null && payment.chargeId === dispute.chargeId;
  const refunded = order.refunds.reduce((sum, { state, amountMinor }) => sum + (state === 'done' ? amountMinor : 0), 0);
  return [
    text(summary.how),
    fact(
      summary.dispute,
      fill(summary.disputeValue, {
        dispute: dispute.id,
        opened: spelled(dispute.openedAt),
        reason: dispute.reason,
        amount: formatMoney(dispute),
      }),
    ),
    fact(summary.order, fill(summary.orderValue, { tag: order.tag, title: terms.title })),
    fact(
      summary.paid,
      isPaidByIt && paidAt !== null
        ? fill(summary.paidValue, {
            amount: money(payment.itemMinor + payment.shippingMinor + payment.taxMinor),
            item: money(payment.itemMinor),
            shipping: money(payment.shippingMinor),
            tax: money(payment.taxMinor),
            country: order.checkout?.country ?? '',
            when: spelled(paidAt),
          })
        : summary.notPaid,
    ),
    fact(
      summary.builder,
      builder
        ? fill(summary.builderValue, { nickname: nicknames.builder, when: spelled(builder.certifiedAt) })
        : nicknames.builder,
    ),
    fact(summary.buyer, nicknames.buyer),
    fact(summary.work, stream ? workValue(stream) : summary.none),
    fact(
      summary.shipped,
      shipment
        ? fill(summary.shippedValue, { carrier: shipment.carrier, number: shipment.number, when: spelled(shipment.at) })
        : summary.none,
    ),
    fact(summary.scanned, moment(shipment?.scannedAt ?? parcel?.scannedAt)),
    fact(summary.delivered, deliveredValue(order)),
    ...(refunded > 0 ? [fact(summary.refunded, money(refunded))] : []),
  ];
}

function moment(at: number | null | undefined): string {
  return at ? spelled(at) : words.summary.none;
}

function workValue({ at, offsetMs }: Extract<Proof, { kind: 'stream' }>): string {
  return fill(words.summary.workValue, { when: spelled(at), offset: offsetText(offsetMs) });
}

function deliveredValue({ proofs, deliveredAt }: Order): string {
  const proof = proofs.find((each) => each.kind === 'delivery');
  if (proof) return fill(words.summary.deliveredBy[proof.by], { when: spelled(proof.at) });
  return moment(deliveredAt);
}

function termBlocks({ order: { terms, claimedAt } }: EvidenceSources): readonly DossierBlock[] {
  const { terms: names } = words;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: terms.price.currency });
  const pictures = terms.pictures.map((name) => fill(names.picture, { sha256: name.split('.')[0] ?? name }));
  return [
    text(fill(names.lead, { when: spelled(claimedAt) })),
    fact(names.title, terms.title),
    fact(names.kind, names.kinds[terms.kind]),
    fact(names.price, formatMoney(terms.price)),
    fact(
      names.shipping,
      terms.shipping.map(({ country, amountMinor }) => `${country} ${money(amountMinor)}`).join(', '),
    ),
    fact(names.proofDays, String(terms.proofDays)),
    fact(names.scanDays, String(terms.scanDays)),
    fact(names.policy, names.policies[terms.policy]),
    fact(names.pictures, pictures.length > 0 ? pictures.join(', ') : words.none),
    fact(names.specs, terms.specs),
  ];
}

/** A line of the timeline as the two of the order read it there. */
function historyText({ at, by, event, params }: HistoryLine): string {
  const sentence = Object.hasOwn(en.timeline, event) ? (en.timeline[event] ?? event) : event;
  const who = Object.hasOwn(words.by, by) ? words.by[by as keyof typeof words.by] : by;
  return fill(words.timelineLine, { when: spelled(at), by: who, text: fill(sentence, wordsOf(params)) });
}

function timelineSection({ history }: EvidenceSources): DossierSection {
  return {
    title: words.sections.timeline,
    blocks: history.map((line) => text(historyText(line))),
    linesMax: lines.timeline,
    leavesOut: 'middle',
    omitted: words.omitted,
  };
}

function buyerBlocks({ order, history }: EvidenceSources): readonly DossierBlock[] {
  const { buyer } = words;
  const { claimedAt, paidAt, payment, proofs, terms } = order;
  const confirmed = proofs.find((proof) => proof.kind === 'delivery' && proof.by === 'buyer');
  const own = history.filter(({ by }) => by === 'buyer').map((line) => text(historyText(line)));
  const paidMinor = payment ? payment.itemMinor + payment.shippingMinor + payment.taxMinor : 0;
  const amount = formatMoney({ amountMinor: paidMinor, currency: terms.price.currency });
  return [
    text(fill(buyer.claimed, { when: spelled(claimedAt) })),
    ...(paidAt === null ? [] : [text(fill(buyer.paid, { amount, when: spelled(paidAt) }))]),
    ...(confirmed ? [text(fill(buyer.confirmed, { when: spelled(confirmed.at) }))] : []),
    ...own,
  ];
}

/** The talk, whole where it fits. What is left out of its middle is named with the hash of all of it, so that nothing can be added later. */
function roomSection({ room }: EvidenceSources): DossierSection {
  const said = room.map(({ at, by, text: whole, files }) => {
    const named = files.map((file) => fill(words.file, file));
    const line = fill(words.message, { when: spelled(at), by: words.by[by], text: whole });
    return text([line, ...named].join('\n'));
  });
  const kept = room.map(({ id, at, by, text: whole, files }) => ({ id, at, by, text: whole, files }));
  const sha256 = createHash('sha256').update(JSON.stringify(kept)).digest('hex');
  return {
    title: words.sections.room,
    blocks: said.length > 0 ? said : [text(words.none)],
    linesMax: lines.room,
    leavesOut: 'middle',
    omitted: fill(words.omittedMessages, { total: room.length, sha256 }),
  };
}
