import { createHmac, randomBytes } from 'node:crypto';

/** How long Discord's links to attachments live at least. */
const linkLifeMs = 24 * 3_600_000;
/** Links given out within the same hour are the same ones, so that a page that shows them again need not load them again. */
const stepMs = 3_600_000;

/** The addresses of the CDN: signed when they are shown, and dead a day later, as Discord's are. */
export type Links = {
  /** A value with every CDN address in it signed afresh. */
  readonly sign: <T>(value: T) => T;
  /** Whether an address with this path and query is alive. */
  readonly isAlive: (path: string, query: URLSearchParams) => boolean;
  /** Lets every link that was given out so far die at once. */
  readonly expire: () => void;
};

/**
 * Signs and checks links to files.
 *
 * @param origin where the CDN is served
 * @param now milliseconds since 1970
 * @see https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
 */
export function createLinks(origin: string, now: () => number): Links {
  const key = randomBytes(32);
  let generation = 0;
  const seal = (path: string, ex: string, is: string, of: number) =>
    createHmac('sha256', key).update(`${of} ${path} ${ex} ${is}`).digest('hex');
  const hex = (ms: number) => Math.floor(ms / 1000).toString(16);

  function query(path: string): string {
    const at = Math.floor(now() / stepMs) * stepMs;
    const [ex, is] = [hex(at + stepMs + linkLifeMs), hex(at)];
    return `?ex=${ex}&is=${is}&hm=${seal(path, ex, is, generation)}&`;
  }

  const address = new RegExp(
    `${origin.replaceAll(/[.\\/]/g, String.raw`\$&`)}(/cdn/(?:ephemeral-)?attachments/[^\\s"?\\\\)<>]+)(?:\\?[\\w=&]*)?`,
    'g',
  );
  return {
    sign: (value) => {
      const text = JSON.stringify(value);
      if (text === undefined || !text.includes('/cdn/')) return value;
      // Only addresses within texts change: the value keeps its shape.
      return JSON.parse(text.replace(address, (_whole, path: string) => `${origin}${path}${query(path)}`));
    },
    isAlive: (path, given) => {
      const [ex, is, hm] = ['ex', 'is', 'hm'].map((name) => given.get(name) ?? '');
      if (!ex || !is || hm !== seal(path, ex, is, generation)) return false;
      return Number.parseInt(ex, 16) * 1000 >= now();
    },
    expire: () => void (generation += 1),
  };
}
