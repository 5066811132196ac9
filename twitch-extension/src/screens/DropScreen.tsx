import { formatMoney } from '#shared/money.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { raffleBoxTexts } from '#shared/text/en/raffle-box.ts';
import { fill } from '#shared/text/fill.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Bar } from '../parts/Bar.tsx';
import { ClaimControl } from '../parts/ClaimControl.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Units } from '#shared/ui/Units.tsx';
import type { ScreenProps } from './screen-props.ts';

const texts = panelTexts.drops;

/** One drop in full: what one gets, what the builder promises, and the way to claim it. */
export function DropScreen({ dropId, ...props }: ScreenProps & { readonly dropId: string }) {
  const { view, back } = props;
  const drop = view.drops.find((each) => each.id === dropId);
  if (!drop)
    return (
      <>
        <Bar title={texts.title} onBack={back} />
        <main className="screen">
          <Quiet title={texts.gone}>{texts.goneRemedy}</Quiet>
        </main>
      </>
    );
  return (
    <>
      <Bar title={drop.title} onBack={back} />
      <main className="screen">
        <Pictures drop={drop} />
        <div className="row row--apart">
          <div className="row">
            <GuildBadge guild={drop.guild} />
            <span className="chip">{drop.kind === 'stock' ? texts.stock : texts.commission}</span>
            {drop.liveOnly && <span className="chip">{texts.liveOnly}</span>}
            {drop.raffle && <span className="chip">{raffleBoxTexts.mark}</span>}
            {drop.grail && <span className="chip">{texts.grail}</span>}
          </div>
        </div>
        <Units drop={drop} />
        {drop.price && <p className="price">{formatMoney(drop.price)}</p>}
        <ClaimControl drop={drop} {...props} />
        <p className="small muted">{texts.hold}</p>
        <Facts drop={drop} />
      </main>
    </>
  );
}

function Pictures({ drop }: { readonly drop: DropView }) {
  const pictures = drop.pictures.length > 0 ? drop.pictures : [null];
  if (pictures.length === 1)
    return <Picture className="drop__large" picture={drop.pictures[0] ?? null} guild={drop.guild} />;
  return (
    <div className="strip-of-pictures" tabIndex={0} role="group" aria-label={texts.what}>
      {pictures.map((picture) => (
        <Picture key={picture?.url} className="drop__large" picture={picture} guild={drop.guild} />
      ))}
    </div>
  );
}

function Facts({ drop }: { readonly drop: DropView }) {
  const promise = drop.kind === 'stock' ? texts.promiseStock : texts.promiseCommission;
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
        <p>{fill(promise, { proofDays: drop.proofDays, scanDays: drop.scanDays })}</p>
        <p>{texts.policy[drop.policy]}</p>
      </section>
      {drop.price && drop.shipping.length > 0 && (
        <section className="stack stack--tight">
          <h2>{texts.shipping}</h2>
          <dl className="amounts">
            {drop.shipping.map((rate) => (
              <div key={rate.country}>
                <dt>{countryName(rate.country)}</dt>
                <dd>{formatMoney({ amountMinor: rate.amountMinor, currency: drop.price?.currency ?? '' })}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}
