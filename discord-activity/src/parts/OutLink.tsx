import { useState } from 'react';
import { useHere } from '../here.ts';
import { Icon } from './Icon.tsx';

/** Asks Discord to open a page outside. Where it does not, `otherwise` says how to come there. */
export function OutLink({ url, words, otherwise, opened, isQuiet = false, isLarge = false }: OutLinkProps) {
  const { openLink } = useHere();
  const [outcome, setOutcome] = useState<'opened' | 'blocked' | null>(null);
  const press = async () => setOutcome((await openLink(url)) ? 'opened' : 'blocked');
  return (
    <div className="stack stack--tight">
      <button
        type="button"
        className={`button button--wide ${isQuiet ? 'button--quiet' : ''} ${isLarge ? 'button--large' : ''}`}
        onClick={() => void press()}
      >
        {words}
        <Icon name="out" />
      </button>
      <p className="small outlink__said" role="status">
        {outcome === 'blocked' ? otherwise : outcome === 'opened' ? opened : ''}
      </p>
    </div>
  );
}

type OutLinkProps = {
  readonly url: string;
  readonly words: string;
  readonly otherwise: string;
  /** What is said when the page is open; nothing unless given. */
  readonly opened?: string;
  readonly isQuiet?: boolean;
  readonly isLarge?: boolean;
};
