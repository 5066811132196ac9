import type { PersonState } from '../state.ts';
import { Face } from './Face.tsx';
import { describePerson } from './use-studio.ts';

/** Chooses who one is on one platform. */
export function PersonPicker({
  platform,
  people,
  chosen,
  onChoose,
  highlighted,
}: {
  readonly platform: 'Twitch' | 'Discord';
  readonly people: readonly PersonState[];
  readonly chosen: PersonState;
  readonly onChoose: (key: string) => void;
  readonly highlighted: boolean;
}) {
  return (
    <label className={`picker ${highlighted ? 'is-here' : ''}`} title={chosen.about}>
      <span className="visually-hidden">On {platform} you are</span>
      <Face name={chosen.name} seed={chosen.key} />
      <select value={chosen.key} onChange={(event) => onChoose(event.target.value)}>
        {people.map((person) => (
          <option key={person.key} value={person.key}>
            {person.name} · {describePerson(person)}
          </option>
        ))}
      </select>
    </label>
  );
}
