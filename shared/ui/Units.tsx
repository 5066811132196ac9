import type { DropView } from '../schemas/drop.ts';
import { unitsLeft } from './units-left.ts';

/** Up to this many units each have a keycap of their own; more are a bar. */
const capsMax = 12;

/** Units that are left, to the eye and in words. Each change is seen: the cap that goes is pressed down, the words nod. */
export function Units({ drop }: { readonly drop: DropView }) {
  const { total, left } = drop.units;
  return (
    <div className="units">
      {total <= capsMax ? (
        <span className="units__caps" aria-hidden="true">
          {Array.from({ length: total }, (_, index) => (
            <span key={index} className={index < left ? 'units__cap' : 'units__cap units__cap--taken'} />
          ))}
        </span>
      ) : (
        <span className="meter units__bar" aria-hidden="true">
          <span style={{ width: `${(left / total) * 100}%` }} />
        </span>
      )}
      <span key={left} className="units__words">
        {unitsLeft(drop)}
      </span>
    </div>
  );
}
