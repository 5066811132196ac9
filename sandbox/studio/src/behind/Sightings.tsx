import { fill } from '#shared/text/say.ts';
import { refusalTexts } from '#shared/text/en/refusals.ts';
import { sayTime } from '../times.ts';
import { useStudio } from '../use-studio.ts';

const shown = 8;

function sayOutcome(outcome: string, tag: string): string {
  const known = Object.entries(refusalTexts).find(([code]) => code === outcome)?.[1];
  return known ? fill(known.sentence, { tag, typed: tag }) : outcome.replaceAll('-', ' ');
}

/** Order tags seen lately, counted or not, each with its reason. */
export function Sightings() {
  const { state } = useStudio();
  const { sightings } = state.core;
  return (
    <section className="card behind-card" aria-label="Sightings">
      <h3>Tags that were seen</h3>
      {sightings.length === 0 ? (
        <p className="muted">
          None yet. Type one in a chat, as the builder or as anybody else, and see what it is worth.
        </p>
      ) : (
        <ul className="sightings">
          {sightings.slice(0, shown).map(({ at, source, outcome, tag }, index) => {
            const isRefused = outcome in refusalTexts;
            return (
              <li key={`${at}${tag}${index}`}>
                <span className={`chip ${isRefused ? 'chip--vanilla' : 'chip--mint'} code`}>{tag}</span>
                <span>
                  {isRefused ? '' : '✓ '}
                  {sayOutcome(outcome, tag)}
                </span>
                <span className="muted">
                  {source.replaceAll('-', ' ')}, {sayTime(at)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
