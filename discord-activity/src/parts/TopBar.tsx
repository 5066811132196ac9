import { activityTexts } from '#shared/text/en/activity.ts';
import { useHere } from '../here.ts';
import type { Place } from '../use-places.ts';
import { isClaim } from '../world.ts';
import { Companions } from './Companions.tsx';
import { Icon, type IconName } from './Icon.tsx';

const texts = activityTexts.places;
const rooms = ['street', 'live', 'orders', 'passport'] as const satisfies readonly (Place['kind'] & IconName)[];

/** The bar of the house: its name, its four places, and who is here. On a phone the places lie below the thumb. */
export function TopBar() {
  return (
    <header className="topbar">
      <p className="topbar__name">
        <CloudMark />
        <span>C500</span>
      </p>
      <Rooms />
      <Companions />
    </header>
  );
}

function Rooms() {
  const { places, live, mine } = useHere();
  const current = places.stack.findLast(({ kind }) => rooms.some((room) => room === kind))?.kind;
  const counts: Partial<Record<(typeof rooms)[number], number>> = {
    live: live?.length ?? 0,
    orders: mine?.orders.filter(isClaim).length ?? 0,
  };
  return (
    <nav className="rooms" aria-label={texts.label}>
      {rooms.map((room) => {
        const count = counts[room] ?? 0;
        return (
          <button
            key={room}
            type="button"
            className="rooms__one"
            aria-current={current === room && places.stack.at(-1)?.kind === room ? 'page' : undefined}
            data-current={current === room}
            onClick={() => places.go({ kind: room })}
          >
            <Icon name={room} />
            <span>{texts[room]} </span>
            {count > 0 && <span className="rooms__count">{count}</span>}
          </button>
        );
      })}
    </nav>
  );
}

function CloudMark() {
  return (
    <svg width="34" height="26" viewBox="0 0 34 26" aria-hidden="true">
      <path
        d="M8.5 23a6 6 0 0 1-.7-12 8.6 8.6 0 0 1 16.5-2.300A7.3 7.3 0 0 1 27.5 23z"
        fill="var(--sakura)"
        stroke="var(--button)"
        strokeOpacity="0.5"
      />
      <path
        d="M12 15.500q1.3 1.4 2.6 0M20 15.500q1.3 1.4 2.6 0"
        fill="none"
        stroke="var(--heading)"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
