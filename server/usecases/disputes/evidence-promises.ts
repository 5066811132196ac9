import { fill } from '#shared/text/say.ts';
import { evidenceTexts as words } from '#shared/text/en/evidence.ts';
import { promiseTexts } from '#shared/text/en/promises.ts';
import type { PromiseSignature } from '../../domain/citizen.ts';
import type { DossierBlock, DossierSection } from '../../ports/evidence.ts';
import type { EvidenceSources } from './evidence-sources.ts';
import { spelled, text } from './evidence-words.ts';

const linesMax = 110;

/** The promises that the builder had signed when the unit was claimed, word by word, with their hashes. */
export function promiseSection({ builder, order }: EvidenceSources): DossierSection {
  const signed = (builder?.signatures ?? []).filter(({ at }) => at <= order.claimedAt);
  const standing = signed.filter(({ promise, at }) => !signed.some((each) => each.promise === promise && each.at > at));
  const blocks = standing.flatMap(signatureBlocks);
  return {
    title: words.sections.promises,
    blocks: blocks.length > 0 ? blocks : [text(words.none)],
    linesMax,
    leavesOut: 'end',
    omitted: words.omitted,
  };
}

function signatureBlocks({ promise, version, sha256, at }: PromiseSignature): readonly DossierBlock[] {
  const signed = promiseTexts[promise][version];
  const title = signed?.title ?? promise;
  return [
    text(fill(words.promise, { title, version, sha256, when: spelled(at) })),
    ...(signed ? [text(signed.lead), ...signed.points.map((point) => text(`• ${point}`))] : []),
  ];
}
