import { formatMoney } from '#shared/money.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { useHere } from '../here.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Unknown } from '../parts/Unknown.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.passport;

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
    <section className={`passport passport--${tier}`} aria-label={tell(texts.of, { nickname })}>
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
  return tell(openMinor === 0 ? texts.caps.some : texts.caps.someOpen, {
    cap: formatMoney({ amountMinor: capMinor, currency }),
    open: formatMoney({ amountMinor: openMinor, currency }),
  });
}

function Why({ passport: { facts } }: { readonly passport: Passport }) {
  // What speaks against somebody is only told when there is any.
  const told = facts.filter(({ key, count }) => count > 0 || (key !== 'lapsed-claims' && key !== 'lost-disputes'));
  return (
    <section className="stack">
      <h2>{texts.why}</h2>
      <ul className="reasons">
        {told.map(({ key, holds, points, count }) => (
          <li key={key} className={holds && points >= 0 ? 'reasons__one reasons__one--holds' : 'reasons__one'}>
            <span className="reasons__mark" aria-hidden="true" />
            <span>
              {texts.facts[key]}
              {count > 1 && key !== 'account' && ` × ${count}`}
              <span className="visually-hidden"> {holds ? texts.holds : texts.missing}</span>
            </span>
            {points !== 0 && (
              <span className="chip">{tell(texts.points, { points: points > 0 ? `+${points}` : `−${-points}` })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Next({ passport: { next, ordersCompleted } }: { readonly passport: Passport }) {
  if (!next) return <p className="note note--success">{texts.top}</p>;
  return (
    <section className="note note--info">
      <h2>{tell(texts.next, { tier: texts.tier[next.tier] })}</h2>
      {next.needs.length > 1 && <p>{next.tier === 'vip' ? texts.allOf : texts.anyOf}</p>}
      <ul className="needs">
        {next.needs.map((need) => (
          <li key={need}>{tell(texts.needs[need], { count: ordersCompleted })}</li>
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
