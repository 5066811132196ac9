/** A question to the bot in chat, or a wish of those who keep order there. */
export type Question =
  | { readonly about: 'bench' | 'drops' | 'next' }
  | { readonly about: 'order'; readonly typed: string }
  | { readonly about: 'answers'; readonly wanted: boolean };

// Some chat clients add invisible characters, so that Twitch does not take a repeated line for a repeated line.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const command = /^!(bench|drops|order|next|c500)(?![\p{L}\p{N}_-])\s*(.*)$/isu;

/** Reads a line as a question, whatever its case and whatever else is in it; undefined when it is none. */
export function readQuestion(text: string): Question | undefined {
  const [, word, rest = ''] =
    command.exec(
      text
        .replace(invisible, '')
        .replace(/\p{Cc}/gu, ' ')
        .trim(),
    ) ?? [];
  switch (word?.toLowerCase()) {
    case 'bench':
      return { about: 'bench' };
    case 'drops':
      return { about: 'drops' };
    case 'next':
      return { about: 'next' };
    case 'order':
      return { about: 'order', typed: rest };
    case 'c500': {
      const wish = /^(on|off)\b/i.exec(rest)?.[1]?.toLowerCase();
      return wish === undefined ? undefined : { about: 'answers', wanted: wish === 'on' };
    }
    default:
      return undefined;
  }
}
