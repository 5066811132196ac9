import type { ConnectionCheck, ConnectionView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { standingOf, tellCheck, type ToldState } from './tell-check.ts';

const texts = deskTexts.connect;

/** Everything that proof needs, in the order in which it is to be done, each with where it stands. */
export function Checklist({ checks, next }: Pick<ConnectionView, 'checks' | 'next'>) {
  const done = checks.filter(({ state }) => state === 'done').length;
  return (
    <section className="card stack" aria-labelledby="checks-title">
      <div className="row row--apart">
        <h2 id="checks-title">{texts.checks}</h2>
        <span className="small">{fill(texts.progress, { done, all: checks.length })}</span>
      </div>
      <div className="meter" aria-hidden="true">
        <div style={{ width: `${(done / Math.max(1, checks.length)) * 100}%` }} />
      </div>
      <ol className="checks">
        {checks.map((check) => (
          <Check
            key={check.key}
            check={check}
            state={standingOf(check, { checks, next })}
            isNext={check.key === next}
          />
        ))}
      </ol>
    </section>
  );
}

type CheckProps = { readonly check: ConnectionCheck; readonly state: ToldState; readonly isNext: boolean };

function Check({ check, state, isNext }: CheckProps) {
  const { title, sentence } = tellCheck(check);
  const chip = isNext ? texts.next : texts.state[state];
  return (
    <li className={`check check--${state}`} aria-current={isNext ? 'step' : undefined}>
      <StateSign state={state} />
      <div>
        <p className="check__title">
          {title} <span className={state === 'done' ? 'visually-hidden' : 'chip'}>{chip}</span>
        </p>
        {!isNext && state !== 'later' && <p className="small">{sentence}</p>}
      </div>
    </li>
  );
}

const signs: Record<ToldState, string> = {
  done: 'M6.5 12.4l3.6 3.6 7.4-8',
  waiting: 'M12 7v5.4l3.4 2',
  missing: 'M12 6.8v6.4M12 16.6v.2',
  later: 'M8 12h.01M12 12h.01M16 12h.01',
  unknown: 'M9.2 9.4a2.9 2.9 0 1 1 4.3 2.9c-1 .6-1.5 1-1.5 2M12 17.2v.1',
};

function StateSign({ state }: { readonly state: ToldState }) {
  return (
    <svg className="check__sign" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d={signs[state]} />
    </svg>
  );
}
