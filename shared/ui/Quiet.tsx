import type { ReactNode } from 'react';

/** A calm card for when there is nothing to show: what is so, and what will change it. */
export function Quiet({ title, mood = 'asleep', children }: QuietProps) {
  return (
    <div className="card quiet">
      <CloudFace mood={mood} />
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  );
}

type Mood = 'asleep' | 'awake' | 'lost';
type QuietProps = { readonly title: string; readonly mood?: Mood; readonly children: ReactNode };

const eyes: Record<Mood, string> = {
  asleep: 'M25 31q3 3 6 0M41 31q3 3 6 0',
  awake: 'M25 32q3-4 6 0M41 32q3-4 6 0',
  lost: 'M28 29v3M44 29v3',
};
const mouths: Record<Mood, string> = {
  asleep: 'M34 36q2 1.5 4 0',
  awake: 'M33 35q3 4 6 0',
  lost: 'M33 38q3-3 6 0',
};

/** The cloud that lives in the house. */
export function CloudFace({ mood }: { readonly mood: Mood }) {
  return (
    <svg className="cloudface" width="72" height="52" viewBox="0 0 72 52" aria-hidden="true">
      <path
        d="M18 46a12 12 0 0 1-1.5-23.9 17 17 0 0 1 32.7-4.6A14.5 14.5 0 0 1 55 46z"
        fill="var(--lavender)"
        stroke="var(--button)"
        strokeOpacity="0.35"
      />
      <circle cx="23" cy="36" r="3" fill="var(--sakura)" />
      <circle cx="49" cy="36" r="3" fill="var(--sakura)" />
      <g fill="none" stroke="var(--heading)" strokeWidth="2" strokeLinecap="round">
        <path d={eyes[mood]} />
        <path d={mouths[mood]} />
      </g>
      {mood === 'asleep' && (
        <path d="M57 12h6l-6 7h6" fill="none" stroke="var(--muted)" strokeWidth="2" strokeLinejoin="round" />
      )}
    </svg>
  );
}
