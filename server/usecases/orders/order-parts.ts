import { buildSteps } from '#shared/build-steps.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { BuildView } from '#shared/schemas/build.ts';
import type { PictureView } from '#shared/schemas/drop.ts';
import type { BenchProgress, MomentView, VaultView } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { settleBench } from '../../domain/bench.ts';
import type { Bench } from '../../domain/citizen.ts';
import { sharedBy } from '../../domain/desk.ts';
import { momentIdOf } from '../../domain/moment.ts';
import type { Escrow, Order, Proof, Terms } from '../../domain/order.ts';
import { waitsFor } from '../../domain/release.ts';
import type { Build, Moment } from '../../domain/stream-records.ts';
import type { Core } from '../work/core.ts';

type StreamProof = Extract<Proof, { readonly kind: 'stream' }>;

/** The pictures of what was ordered. */
export function pictureViews(core: Core, terms: Terms, picturesMax = terms.pictures.length): PictureView[] {
  return terms.pictures.slice(0, picturesMax).map((name, index) => pictureView(core, terms, name, index + 1));
}

function pictureView(core: Core, { title }: Terms, name: string, number: number): PictureView {
  return { url: core.pictures.url(name), alt: fill(en.common.pictureAlt, { title, number }) };
}

/** How far the making of an order is. Steps are those of its guild as they are today. */
export function buildView(core: Core, order: Order, build: Build | undefined): BuildView {
  const { terms } = order;
  return {
    steps: buildSteps[terms.guild].map((key) => ({ key, doneAt: build?.steps[key] ?? null })),
    notes: (build?.notes ?? []).map(({ text, at }) => ({ text, at })),
    photos: (build?.photos ?? []).map(({ name, at }, index) => ({
      picture: pictureView(core, terms, name, index + 1),
      at,
    })),
    finishedAt: build?.finishedAt ?? null,
  };
}

/** The minutes of an order on the bench, as they are now; null while it is not on it. */
export function benchProgress(order: Order, bench: Bench | undefined, now: Instant): BenchProgress | null {
  if (!bench) return null;
  const entry = settleBench(bench, now).orders.find((each) => each.orderId === order.id);
  return entry?.active
    ? {
        since: entry.since,
        earnedMs: Math.round(Math.min(entry.earnedMs, houseRules.benchProofMs)),
        neededMs: houseRules.benchProofMs,
        sharedBy: sharedBy(bench, order.id),
      }
    : null;
}

/** What the release of an order waits for, and when it falls due, once something of it is held. */
export function waitView(order: Order, heldMinor: number): Pick<VaultView, 'waitsFor' | 'releaseAt'> {
  // What a bank has taken is frozen as well, and comes back into the Vault if it decides so.
  if (heldMinor === 0) return { waitsFor: order.freeze ? 'frozen' : 'nothing', releaseAt: null };
  const missing = waitsFor(order.terms.policy, order.proofs);
  const waiting = missing === 'nothing' ? 'cool-off' : missing;
  return { waitsFor: order.freeze ? 'frozen' : waiting, releaseAt: order.releaseAt };
}

/** Where the money of an order is, and what it waits for. */
export function vaultView(order: Order, escrow: Escrow): VaultView {
  const { chargedMinor, heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor } = escrow;
  return {
    chargedMinor,
    heldMinor,
    releasedMinor,
    refundedMinor,
    withdrawnMinor,
    coveredMinor,
    currency: order.terms.price.currency,
    ...waitView(order, heldMinor),
  };
}

/** The proof that an order was built on stream; undefined where there is none. */
export function streamProofOf(order: Order): StreamProof | undefined {
  return order.proofs.find((proof) => proof.kind === 'stream');
}

/** What is kept of the moment that a stream proof stands on. */
export async function momentOf(core: Core, order: Order, proof: StreamProof): Promise<Moment | undefined> {
  return core.store.get('moment', momentIdOf(order.id, proof.streamId));
}

/** The moment as its order shows it. */
export function momentView(moment: Moment): MomentView {
  const { text, source, title, at, offsetMs, recording, clip } = moment;
  return { said: text, source, title, at, offsetMs, recording: recording.state, clipUrl: clip.url };
}

/** Where the proof can be watched; a recording that was found later counts, and one that is gone leads nowhere. */
export function watchLink(proof: StreamProof, moment: Moment | undefined): string | null {
  if (moment?.recording.state === 'expired') return null;
  return moment?.recording.url ?? proof.link;
}
