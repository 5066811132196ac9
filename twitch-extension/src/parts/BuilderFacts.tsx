import type { BuilderCard } from '#shared/schemas/citizen.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';

const texts = panelTexts.builder;

/** Who builds here: their crafts, and how they kept their promises so far. Rates are rounded down: nobody is at 100% who is not. */
export function BuilderFacts({ builder }: { readonly builder: BuilderCard }) {
  const { ordersCompleted, ordersBuiltLive, onTimeRate } = builder;
  const facts = [
    ...(onTimeRate === null ? [] : [fill(texts.onTime, { percent: toPercent(onTimeRate) })]),
    ...(ordersCompleted === 0
      ? [texts.first]
      : [
          fill(texts.builtLive, { percent: toPercent(Math.min(1, ordersBuiltLive / ordersCompleted)) }),
          ordersCompleted === 1 ? texts.ordersOne : fill(texts.orders, { count: ordersCompleted }),
        ]),
  ];
  return (
    <section className="facts" aria-label={fill(texts.label, { builder: builder.nickname })}>
      {builder.guilds.map((guild) => (
        <GuildBadge key={guild} guild={guild} />
      ))}
      <ul className="facts__list">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </section>
  );
}

function toPercent(rate: number): number {
  return Math.floor(rate * 100);
}
