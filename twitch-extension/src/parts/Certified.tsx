import { panelTexts } from '#shared/text/en/panel.ts';

/** The mark of a build that was proved live: a rosette, and its words. */
export function Certified() {
  return (
    <span className="chip chip--mint certified">
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M7 .5 8.6 1.7l2-.1.6 1.9 1.7 1.1-.7 1.9.7 1.9-1.7 1.1-.6 1.9-2-.1L7 12.5l-1.6-1.2-2 .1-.6-1.9-1.7-1.1.7-1.9-.7-1.9 1.7-1.1.6-1.9 2 .1zM4 6.6l2.3 2.2 3.9-4.1-1-1-2.9 3.1L5 5.6z"
        />
      </svg>
      {panelTexts.bench.certified}
    </span>
  );
}
