import { activityTexts } from '#shared/text/en/activity.ts';
import { CloudFace } from '#shared/ui/Quiet.tsx';
import { inWindows } from '../browse.ts';
import { useHere } from '../here.ts';
import { isClaim } from '../world.ts';
import { Countdown, CountdownLine } from './Countdown.tsx';
import { Street } from './Street.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.pip;

/** The activity as a small picture in a corner: the claim that runs, or who is at the bench. Nothing in it is to be pressed. */
export function PictureInPicture() {
  const { mine, clock } = useHere();
  const claim = mine?.orders.find((order) => isClaim(order) && order.claim);
  return (
    <main className="pip">
      <h1 className="visually-hidden">{activityTexts.name}</h1>
      {claim ? (
        <>
          <Countdown endsAt={claim.claim?.endsAt ?? 0} clock={clock} />
          <div className="pip__words">
            <strong>{texts.claim}</strong>
            <bdi className="pip__line">{claim.title}</bdi>
          </div>
        </>
      ) : (
        <AtTheBench />
      )}
    </main>
  );
}

function AtTheBench() {
  const { live, drops } = useHere();
  const [first, ...more] = live ?? [];
  const onBench = first?.bench[0];
  if (!first)
    return (
      <>
        <CloudFace mood="asleep" />
        <div className="pip__words">
          <strong>{texts.quiet}</strong>
          <span>{tell(texts.quietDrops, { count: inWindows(drops).length })}</span>
        </div>
      </>
    );
  return (
    <>
      <CloudFace mood="awake" />
      <div className="pip__words">
        <strong className="live">
          <span>{tell(texts.live, { builder: first.nickname })}</span>
        </strong>
        {onBench && <span className="pip__line">{tell(texts.bench, { title: onBench.title })}</span>}
        {more.length > 0 && <span className="small">{tell(texts.more, { count: more.length })}</span>}
      </div>
    </>
  );
}

/** The activity as a tile among others: the street from afar, with what is most pressing above it. A very small one says that alone. */
export function GridTile() {
  const { mine, clock } = useHere();
  const claim = mine?.orders.find((order) => isClaim(order) && order.claim);
  return (
    <main className="gridtile">
      <h1 className="visually-hidden">{activityTexts.name}</h1>
      {/* Discord opens the activity when its tile is pressed, wherever that is. */}
      <div className="gridtile__street" inert>
        <Street chosen={null} onChoose={() => undefined} />
      </div>
      <div className="gridtile__news">
        {claim ? (
          <>
            <CountdownLine endsAt={claim.claim?.endsAt ?? 0} clock={clock} />
            <div className="pip__words">
              <strong>{texts.claim}</strong>
            </div>
          </>
        ) : (
          <AtTheBench />
        )}
      </div>
    </main>
  );
}
