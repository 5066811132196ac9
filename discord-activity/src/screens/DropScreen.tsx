import { formatMoney } from '#shared/money.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Units } from '#shared/ui/Units.tsx';
import { inWindows } from '../browse.ts';
import { othersAt } from '../gathering.ts';
import { useHere } from '../here.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { BackBar } from '../parts/BackBar.tsx';
import { ClaimBox } from '../parts/ClaimBox.tsx';
import { Marks } from '../parts/DropTile.tsx';
import { Gallery } from '../parts/Gallery.tsx';
import { OutLink } from '../parts/OutLink.tsx';
import { PointButton } from '../parts/PointButton.tsx';
import { countryName, tell, tellNames } from '../words.ts';

const texts = activityTexts.drop;

/** One drop in full: its pictures, what one gets, what the builder promises, and the way to claim it. */
export function DropScreen({ dropId }: { readonly dropId: string }) {
  const { drops, places, mine } = useHere();
  const drop = drops.find(({ id }) => id === dropId);
  if (!drop || inWindows([drop]).length === 0)
    return (
      <main className="screen screen--narrow">
        <BackBar title={drop?.title ?? activityTexts.street.title} />
        <Quiet title={texts.gone} mood="lost">
          {texts.goneRemedy}
        </Quiet>
        <button type="button" className="button" onClick={() => places.go({ kind: 'street' })}>
          {texts.toStreet}
        </button>
      </main>
    );
  return (
    <main className="screen">
      <BackBar title={drop.title} />
      <div className="detail">
        <div className="detail__left">
          <Gallery drop={drop} />
          <Facts drop={drop} />
        </div>
        <div className="detail__right">
          <div className={`card detail__box detail__box--${drop.guild}`}>
            <div className="row">
              <GuildBadge guild={drop.guild} />
              <span className="chip">{drop.kind === 'stock' ? texts.stock : texts.commission}</span>
              <Marks drop={drop} passport={mine?.passport ?? null} />
            </div>
            <p className="detail__price">{drop.price && formatMoney(drop.price)}</p>
            <Units drop={drop} />
            <ClaimBox drop={drop} />
          </div>
          <Looking drop={drop} />
          <PointButton dropId={drop.id} />
          <Builder drop={drop} />
        </div>
      </div>
    </main>
  );
}

function Looking({ drop }: { readonly drop: DropView }) {
  const { gathering } = useHere();
  const others = othersAt(gathering, drop.id);
  if (others.length === 0) return null;
  return (
    <p className="looking">
      <span className="looking__people">
        {others.slice(0, 4).map(({ key, nickname }) => (
          <Avatar key={key} id={key} nickname={nickname} />
        ))}
      </span>
      <span>{tell(texts.looking, { names: tellNames(others.map(({ nickname }) => nickname)) })}</span>
    </p>
  );
}

function Facts({ drop }: { readonly drop: DropView }) {
  const promise = drop.kind === 'stock' ? texts.promiseStock : texts.promiseCommission;
  const { price } = drop;
  return (
    <>
      {drop.specs && (
        <section className="stack stack--tight">
          <h2>{texts.what}</h2>
          <p className="specs">{drop.specs}</p>
        </section>
      )}
      <section className="stack stack--tight">
        <h2>{texts.promise}</h2>
        <p>{tell(promise, { proofDays: drop.proofDays, scanDays: drop.scanDays })}</p>
        <p>{texts.policy[drop.policy]}</p>
      </section>
      {price && drop.shipping.length > 0 && (
        <section className="stack stack--tight">
          <h2>{texts.options}</h2>
          <dl className="amounts">
            {drop.shipping.map(({ country, amountMinor }) => (
              <div key={country}>
                <dt>{countryName(country)}</dt>
                <dd>{formatMoney({ amountMinor, currency: price.currency })}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function Builder({ drop: { builder, vodUrl, marketerNickname } }: { readonly drop: DropView }) {
  const { ordersCompleted, ordersBuiltLive, onTimeRate, daysToProof = null, disputesLost = 0, strikes = 0 } = builder;
  const rate = (share: number) => tell(texts.percent, { percent: Math.floor(share * 100) });
  const facts = [
    ...(onTimeRate === null ? [] : [{ value: rate(onTimeRate), name: texts.onTime }]),
    ...(ordersCompleted === 0
      ? []
      : [
          { value: rate(Math.min(1, ordersBuiltLive / ordersCompleted)), name: texts.builtLive },
          { value: String(ordersCompleted), name: texts.done },
        ]),
    ...(daysToProof === null ? [] : [{ value: String(daysToProof), name: texts.daysToProof }]),
    ...(disputesLost === 0 ? [] : [{ value: String(disputesLost), name: texts.disputesLost }]),
    ...(strikes === 0 ? [] : [{ value: String(strikes), name: texts.strikes }]),
  ];
  return (
    <section className="card builder">
      <h2 className="builder__title">{texts.builder}</h2>
      <div className="row">
        <Avatar id={builder.id} nickname={builder.nickname} />
        <strong>
          <bdi>{builder.nickname}</bdi>
        </strong>
        {builder.isLive && <span className="live">{texts.liveNow}</span>}
      </div>
      <div className="row">
        {builder.guilds.map((guild) => (
          <GuildBadge key={guild} guild={guild} />
        ))}
      </div>
      {ordersCompleted === 0 && <p className="small muted">{texts.first}</p>}
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(({ value, name }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {marketerNickname && (
        <p className="small muted">
          <span>{tell(texts.with, { marketer: marketerNickname })}</span>
        </p>
      )}
      {vodUrl && <OutLink url={vodUrl} otherwise={vodUrl} isQuiet words={texts.watch} />}
    </section>
  );
}
