import { go } from '../address.ts';
import { giveDraft } from '../drafts.ts';
import { useStudio } from '../use-studio.ts';
import type { Hand } from './guide-steps.ts';
import type { Guide } from './use-guide.ts';

/** The guide, under the header: what to do now, hands to help, and what the last step meant for the money. */
export function GuideStrip({ guide }: { readonly guide: Guide }) {
  const { steps, index } = guide;
  const step = steps[index];
  const before = steps.slice(0, index).findLast(({ isDone, money }) => isDone && money !== '');
  return (
    <section className="guide" aria-label="Guide">
      <ol className="guide-dots">
        {steps.map((each, at) => (
          <li
            key={each.title}
            className={each.isDone ? 'is-done' : at === index ? 'is-now' : ''}
            aria-current={at === index ? 'step' : undefined}
          >
            <span aria-hidden="true">{each.isDone ? '✓' : at + 1}</span>
            <span className="guide-dot-name">{each.title}</span>
            {each.isDone && <span className="visually-hidden"> (done)</span>}
          </li>
        ))}
      </ol>
      <div className="guide-body">
        <div className="guide-words" role="status">
          <h2>{step ? `${index + 1}. ${step.title}` : 'That was the whole story'}</h2>
          <p>
            {step
              ? step.text
              : 'From a drop in Discord to money in the right hands, proved live. Now break something: faults are on the right.'}
          </p>
        </div>
        <div className="guide-hands">
          {step?.hands.map((hand) => (
            <HandButton key={hand.label} hand={hand} onOpen={guide.markOrderSeen} isLast={index === steps.length - 1} />
          ))}
        </div>
      </div>
      {before && (
        <p className="guide-money">
          <strong>The money:</strong> {before.money}
        </p>
      )}
      <div className="guide-ways">
        {step && (
          <button type="button" className="plain" onClick={guide.skip}>
            Skip this step
          </button>
        )}
        <button type="button" className="plain" onClick={guide.restart}>
          Start over
        </button>
        <button
          type="button"
          className="plain"
          onClick={() => {
            guide.setOpen(false);
            go({ guide: '' });
          }}
        >
          Close the guide
        </button>
      </div>
    </section>
  );
}

function HandButton({
  hand,
  isLast,
  onOpen,
}: {
  readonly hand: Hand;
  readonly isLast: boolean;
  readonly onOpen: () => void;
}) {
  const { run } = useStudio();
  switch (hand.does) {
    case 'open':
      return (
        <a className="button" href={hand.url} target="_blank" rel="noreferrer" onClick={isLast ? onOpen : undefined}>
          {hand.label} <span aria-hidden="true">↗</span>
        </a>
      );
    case 'go':
      return (
        <button
          type="button"
          className="button"
          onClick={() => {
            go(hand.to);
            if (hand.draft) giveDraft(hand.draft);
          }}
        >
          {hand.label}
        </button>
      );
    case 'write-tag':
      return (
        <button type="button" className="button" onClick={() => giveDraft({ chat: hand.tag })}>
          {hand.label}
        </button>
      );
    case 'advance':
      return (
        <button type="button" className="button" onClick={() => void run({ act: 'advance-clock', ms: hand.ms })}>
          {hand.label}
        </button>
      );
  }
}
