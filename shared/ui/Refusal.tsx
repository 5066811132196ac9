import { useEffect, useRef } from 'react';
import type { Problem } from '../api/problem.ts';
import { panelTexts } from '../text/en/panel.ts';

const texts = panelTexts.trouble;

/** Why something did not work, in the core's own sentences, and what can be done. Spoken at once by screen readers. */
export function Refusal({ problem }: { readonly problem: Problem }) {
  const isUnreachable = problem.code === 'unreachable';
  const remedy = isUnreachable ? texts.actionRemedy : problem.remedy;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise here, which must not become the effect's own clean-up.
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className="note note--refusal" role="alert">
      <strong>{isUnreachable ? texts.actionUnreachable : problem.detail}</strong>
      {remedy && <span>{remedy}</span>}
    </div>
  );
}
