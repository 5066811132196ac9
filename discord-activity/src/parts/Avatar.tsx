import { initialOf, pastelOf } from '../words.ts';

/** Somebody as a round of their pastel with their initial. Its name is written beside it or given as `label`. */
export function Avatar({ id, nickname, label, isYou = false }: AvatarProps) {
  return (
    <span
      className={`avatar avatar--${pastelOf(id)} ${isYou ? 'avatar--you' : ''}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label })}
    >
      {initialOf(nickname)}
    </span>
  );
}

type AvatarProps = {
  readonly id: string;
  readonly nickname: string;
  readonly label?: string;
  readonly isYou?: boolean;
};
