import type { BuilderCard } from '#shared/schemas/citizen.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';

const texts = panelTexts.builder;

/** Who builds here: their crafts, and how they kept their promises so far. Rates are rounded down: nobody is at 100% who is not. */
export function BuilderFacts({ builder }: { readonly builder: BuilderCard }) {
  const { ordersCompleted, ordersBuiltLive, onTimeRate, daysToProof = null, disputesLost = 0, strikes = 0 } = builder;
  const facts = [
    ...(onTimeRate === null ? [] : [{ value: tellRate(onTimeRate), name: texts.onTime }]),
    ...(ordersCompleted === 0
      ? []
      : [
          { value: tellRate(Math.min(1, ordersBuiltLive / ordersCompleted)), name: texts.builtLive },
          { value: String(ordersCompleted), name: texts.orders },
        ]),
    ...(daysToProof === null ? [] : [{ value: String(daysToProof), name: texts.daysToProof }]),
    ...(disputesLost === 0 ? [] : [{ value: String(disputesLost), name: texts.disputesLost }]),
    ...(strikes === 0 ? [] : [{ value: String(strikes), name: texts.strikes }]),
  ];
  return (
    <section className="facts" aria-label={fill(texts.label, { builder: builder.nickname })}>
      {builder.guilds.map((guild) => (
        <GuildBadge key={guild} guild={guild} />
      ))}
      {ordersCompleted === 0 && <span className="small muted">{texts.first}</span>}
      {facts.map(({ value, name }) => (
        <span key={name} className="facts__one">
          <strong>{value}</strong> {name}
        </span>
      ))}
    </section>
  );
}

function tellRate(rate: number): string {
  return fill(texts.percent, { percent: Math.floor(rate * 100) });
}
