import { activityTexts } from '#shared/text/en/activity.ts';
import { useHere } from '../here.ts';
import { Icon } from './Icon.tsx';

/** The way back, and where one is. */
export function BackBar({ title }: { readonly title: string }) {
  const { places } = useHere();
  return (
    <div className="backbar">
      <button type="button" className="roundbutton" aria-label={activityTexts.back} onClick={places.back}>
        <Icon name="back" />
      </button>
      <h1 tabIndex={-1}>
        <bdi>{title}</bdi>
      </h1>
    </div>
  );
}
