import { formatMoney } from '#shared/money.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { fill } from '#shared/text/fill.ts';
import { useHere } from '../here.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Unknown } from '../parts/Unknown.tsx';

const texts = activityTexts.passport;
const factNames: Readonly<Record<string, string>> = texts.facts;
const needNames: Readonly<Record<string, string>> = texts.needs;

/** The person's passport: their tier and score, what they come from, and what opens the next. */
export function PassportScreen() {
  const { mine } = useHere();
  return (
    <main className="screen screen--narrow">
      <h1 tabIndex={-1}>{texts.title}</h1>
      {mine ? (
        <>
          <Card passport={mine.passport} />
          <Next passport={mine.passport} />
          <Why passport={mine.passport} />
        </>
      ) : (
        <Unknown loading={texts.loading} />
      )}
    </main>
  );
}

function Card({ passport }: { readonly passport: Passport }) {
  const { nickname, tier, score, accounts } = passport;
  return (
    <section className={`passport passport--${tier}`} aria-label={fill(texts.of, { nickname })}>
      <Stamp />
      <div className="passport__who">
        <Avatar id={passport.id} nickname={nickname} />
        <div>
          <p className="passport__name">
            <bdi>{nickname}</bdi>
          </p>
          <p className="passport__tier">{texts.tier[tier]}</p>
        </div>
        <p className="passport__score">
          <strong>{score}</strong>
          <span>{texts.score}</span>
        </p>
      </div>
      <p>{tellCap(passport)}</p>
      <ul className="row" aria-label={texts.accounts}>
        {accounts.map(({ platform, handle }) => (
          <li key={`${platform} ${handle}`} className="chip">
            {texts.platform[platform]} <bdi>{handle}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function tellCap({ capMinor, openMinor, currency }: Passport): string {
  if (capMinor === null) return texts.caps.none;
  return fill(texts.caps.some, {
    cap: formatMoney({ amountMinor: capMinor, currency }),
    open: formatMoney({ amountMinor: openMinor, currency }),
  });
}

function Why({ passport: { facts } }: { readonly passport: Passport }) {
  // A newer core may know facts that this page has no words for.
  const known = facts.filter(({ key }) => Object.hasOwn(factNames, key));
  return (
    <section className="stack">
      <h2>{texts.why}</h2>
      {known.length === 0 && <p className="muted">{texts.whyNothing}</p>}
      <ul className="reasons">
        {known.map(({ key, holds, points, count }) => (
          <li key={key} className={holds ? 'reasons__one reasons__one--holds' : 'reasons__one'}>
            <span className="reasons__mark" aria-hidden="true" />
            <span>
              {factNames[key]}
              {count > 1 && ` × ${count}`}
              <span className="visually-hidden"> {holds ? texts.holds : texts.missing}</span>
            </span>
            {points !== 0 && (
              <span className="chip">{fill(texts.points, { points: points > 0 ? `+${points}` : points })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Next({ passport: { next } }: { readonly passport: Passport }) {
  if (!next) return <p className="note note--success">{texts.top}</p>;
  const needs = next.needs.flatMap((key) => needNames[key] ?? []);
  return (
    <section className="note note--info">
      <h2>{fill(texts.next, { tier: texts.tier[next.tier] })}</h2>
      <ul className="needs">
        {needs.map((need) => (
          <li key={need}>{need}</li>
        ))}
      </ul>
    </section>
  );
}

/** The house's stamp in the corner of the card. */
function Stamp() {
  return (
    <svg className="passport__stamp" width="120" height="120" viewBox="0 0 120 120" aria-hidden="true">
      <circle cx="60" cy="60" r="52" fill="none" stroke="currentColor" strokeWidth="3" strokeDasharray="5 4" />
      <circle cx="60" cy="60" r="42" fill="none" stroke="currentColor" strokeWidth="2" />
      <path
        d="M40 74a13 13 0 0 1-1.5-26 18.5 18.5 0 0 1 35.6-5A15.7 15.7 0 0 1 80 74z"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.5"
      />
    </svg>
  );
}
