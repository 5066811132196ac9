/** One line of IRCv3 as a client sends it. Tags keep their order of arrival; an empty value and none are both ''. */
export type IrcLine = {
  readonly tags: ReadonlyMap<string, string>;
  readonly command: string;
  readonly params: readonly string[];
};

const escapes = new Map([
  [';', '\\:'],
  [' ', '\\s'],
  ['\\', '\\\\'],
  ['\r', '\\r'],
  ['\n', '\\n'],
]);
const unescapes = new Map([
  [':', ';'],
  ['s', ' '],
  ['\\', '\\'],
  ['r', '\r'],
  ['n', '\n'],
]);

/** A tag's value as IRCv3 writes it, so that no text can end the tag or the line. */
export function escapeTag(value: string): string {
  return value.replaceAll(/[; \\\r\n]/g, (character) => escapes.get(character) ?? character);
}

/** Undoes `escapeTag`; a lone backslash vanishes, as the specification says. */
export function unescapeTag(value: string): string {
  return value.replaceAll(/\\(.?)/gs, (_, character: string) => unescapes.get(character) ?? character);
}

/** `name=value` pairs joined as a line's tag section, without the leading `@`. */
export function formatTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${escapeTag(value)}`)
    .join(';');
}

function readTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(';').map((pair) => {
      const cut = pair.indexOf('=');
      return cut === -1 ? [pair, ''] : [pair.slice(0, cut), unescapeTag(pair.slice(cut + 1))];
    }),
  );
}

/** Reads a line without its line ending; null when it holds no command. */
export function readIrcLine(text: string): IrcLine | null {
  const match = /^(?:@(?<tags>[^ ]+) +)?(?::[^ ]+ +)?(?<command>[A-Za-z]+|\d{3})(?<rest>.*)$/s.exec(text);
  if (match?.groups === undefined) return null;
  const { tags, command = '', rest = '' } = match.groups;
  const cut = rest.indexOf(' :');
  const middle = (cut === -1 ? rest : rest.slice(0, cut)).split(' ').filter((word) => word !== '');
  const params = cut === -1 ? middle : [...middle, rest.slice(cut + 2)];
  return { tags: tags === undefined ? new Map() : readTags(tags), command: command.toUpperCase(), params };
}
