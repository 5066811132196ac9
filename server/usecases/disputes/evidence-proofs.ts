import { buildTexts } from '#shared/text/en/build.ts';
import { evidenceTexts as words } from '#shared/text/en/evidence.ts';
import { fill } from '#shared/text/say.ts';
import type { Moment } from '../../domain/stream-records.ts';
import type { DossierBlock, DossierSection } from '../../ports/evidence.ts';
import type { Core } from '../work/core.ts';
import type { EvidenceSources } from './evidence-sources.ts';
import { fact, offsetText, spelled, text } from './evidence-words.ts';

const lines = { stream: 60, work: 330, delivery: 30, said: 330 } as const;

function section(title: string, blocks: readonly DossierBlock[], linesMax: number): DossierSection {
  const shown = blocks.length > 0 ? blocks : [text(words.none)];
  return { title, blocks: shown, linesMax, leavesOut: 'end', omitted: words.omitted };
}

/** What was seen live: where in which stream, in which words, and where the recording is. */
export function streamSection({ order, moments }: EvidenceSources): DossierSection {
  const { stream } = words;
  const proved = order.proofs.filter((proof) => proof.kind === 'stream');
  const blocks = proved.flatMap((proof): readonly DossierBlock[] => {
    const moment = moments.find(({ streamId }) => streamId === proof.streamId);
    return [
      fact(stream.id, proof.streamId),
      fact(stream.offset, offsetText(proof.offsetMs)),
      fact(stream.shown, spelled(proof.at)),
      fact(stream.words, proof.snapshot),
      ...(moment ? momentFacts(moment) : []),
      ...(proof.link && !moment?.recording.url ? [fact(stream.recording, proof.link)] : []),
    ];
  });
  return section(words.sections.stream, blocks.length > 0 ? [text(stream.lead), ...blocks] : [], lines.stream);
}

function momentFacts({ title, recording, clip }: Moment): readonly DossierBlock[] {
  const { stream } = words;
  return [
    fact(stream.title, title),
    ...(recording.url ? [fact(stream.recording, recording.url)] : []),
    ...(clip.url ? [fact(stream.clip, clip.url)] : []),
  ];
}

/** What the builder ticked off, noted and photographed while making it. */
export async function workSection(core: Core, { build }: EvidenceSources): Promise<DossierSection> {
  const { work } = words;
  if (!build) return section(words.sections.work, [], lines.work);
  const names: Readonly<Record<string, string>> = buildTexts.steps;
  const steps = Object.entries(build.steps)
    .toSorted(([, one], [, other]) => one - other)
    .map(([key, at]) => text(fill(work.step, { when: spelled(at), step: names[key] ?? key })));
  const notes = build.notes.map(({ text: said, at }) => text(fill(work.note, { when: spelled(at), text: said })));
  const photos = await Promise.all(
    build.photos.map(async ({ name, at }): Promise<DossierBlock> => {
      const sha256 = name.split('.')[0] ?? name;
      const caption = fill(work.photo, { when: spelled(at), sha256 });
      const picture = await core.pictures.read(name);
      return picture ? { kind: 'picture', caption, bytes: picture.bytes } : text(caption);
    }),
  );
  const end = build.finishedAt ? [text(fill(work.finished, { when: spelled(build.finishedAt) }))] : [];
  return section(words.sections.work, [...steps, ...notes, ...end, ...photos], lines.work);
}

/** What carrier and parcel say. Where it went is told to the bank beside the document, which the staff may read. */
export function deliverySection({ order, parcel }: EvidenceSources): DossierSection {
  const { delivery } = words;
  const { shipment } = order;
  if (!shipment) return section(words.sections.delivery, [], lines.delivery);
  const scannedAt = shipment.scannedAt ?? parcel?.scannedAt;
  return section(
    words.sections.delivery,
    [
      fact(delivery.carrier, shipment.carrier),
      fact(delivery.number, shipment.number),
      fact(delivery.declared, spelled(shipment.at)),
      ...(scannedAt ? [fact(delivery.scanned, spelled(scannedAt))] : []),
      ...(parcel ? [fact(delivery.status, parcel.status)] : []),
      ...(parcel?.deliveredAt ? [fact(delivery.arrived, spelled(parcel.deliveredAt))] : []),
      ...(parcel?.signedBy ? [fact(delivery.signedBy, parcel.signedBy)] : []),
    ],
    lines.delivery,
  );
}

/** What the builder added to this dispute: words, and files, shown where they are pictures and named in any case. */
export async function saidSection(core: Core, { dispute: { said } }: EvidenceSources): Promise<DossierSection> {
  const files = await Promise.all(
    (said?.files ?? []).map(async (file): Promise<DossierBlock> => {
      const caption = fill(words.file, file);
      const bytes = await core.files.read(file.sha256);
      return bytes ? { kind: 'picture', caption, bytes } : text(caption);
    }),
  );
  return section(words.sections.said, said ? [text(said.text), ...files] : [], lines.said);
}
