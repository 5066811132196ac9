import { activityTexts } from '#shared/text/en/activity.ts';
import { useHere } from '../here.ts';
import { CountdownLine } from './Countdown.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.claim;

/** A claim that runs, wherever on the street one is: its clock, and the way to it. */
export function ClaimStrip() {
  const { mine, places, clock } = useHere();
  const top = places.stack.at(-1);
  const claims = (mine?.orders ?? []).filter(
    ({ fulfilment, claim, tag }) =>
      fulfilment === 'reserved' && claim !== null && !(top?.kind === 'order' && top.tag === tag),
  );
  return claims.map(({ tag, title, claim }) => (
    <button key={tag} type="button" className="claimstrip" onClick={() => places.go({ kind: 'order', tag })}>
      <span className="claimstrip__words">
        <span>{tell(texts.strip, { title })}</span>
      </span>
      <CountdownLine endsAt={claim?.endsAt ?? 0} clock={clock} />
    </button>
  ));
}
