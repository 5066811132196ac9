import { go, useView } from './address.ts';
import { CloudKey } from './Face.tsx';
import { useIsHere, type Guide } from './guide/use-guide.ts';
import { sayClock, sayDay, sayOffset } from './times.ts';
import { useNow, useStudio } from './use-studio.ts';

const minute = 60_000;
const steps = [
  { label: '+1m', words: 'one minute', ms: minute },
  { label: '+10m', words: 'ten minutes', ms: 10 * minute },
  { label: '+1h', words: 'one hour', ms: 60 * minute },
  { label: '+1d', words: 'one day', ms: 24 * 60 * minute },
  { label: '+3d', words: 'three days', ms: 3 * 24 * 60 * minute },
] as const;

const themes = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** Brand, guide, clock and theme. */
export function Header({ guide }: { readonly guide: Guide }) {
  return (
    <header className="header">
      <div className="brand">
        <CloudKey size={32} />
        <div>
          <p className="brand-name">C500 Studio</p>
          <p className="brand-mark">simulated world, nothing leaves this machine</p>
        </div>
      </div>
      <button
        type="button"
        className="button button--quiet guide-toggle"
        aria-pressed={guide.isOpen}
        onClick={() => {
          guide.setOpen(!guide.isOpen);
          go({ guide: '' });
        }}
      >
        Guide {Math.min(guide.index + 1, guide.steps.length)} of {guide.steps.length}
      </button>
      <Clock />
      <ThemePicker />
    </header>
  );
}

function Clock() {
  const { state, run } = useStudio();
  const now = useNow();
  const ahead = sayOffset(state.clock.offsetMs);
  return (
    <section className={`clock ${useIsHere('clock') ? 'is-here' : ''}`} aria-label="C500’s clock">
      <p className="clock-time">
        <time dateTime={new Date(now).toISOString()}>{sayClock(now)}</time>
        <span className="clock-ahead">
          {sayDay(now)}, {ahead === '' ? 'on time' : ahead}
        </span>
      </p>
      <div className="clock-steps">
        {steps.map(({ label, words, ms }) => (
          <button
            key={label}
            type="button"
            className="step"
            aria-label={`${label}: move the clock ${words} on`}
            onClick={() => void run({ act: 'advance-clock', ms })}
          >
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}

function ThemePicker() {
  const { theme } = useView();
  return (
    <label className="theme-picker">
      <span className="visually-hidden">Theme</span>
      <select
        value={theme}
        onChange={({ target }) => {
          if (target.value === 'light' || target.value === 'dark' || target.value === 'auto')
            go({ theme: target.value });
        }}
      >
        {Object.entries(themes).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
