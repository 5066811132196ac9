import { Fragment, type ReactNode } from 'react';
import { readInline, readMarkdown, type Block, type Inline } from '../markdown.ts';
import { sayStamp } from '../times.ts';
import { useNow, useStudio } from '../use-studio.ts';

/** A text with Discord's markdown, drawn. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      {readMarkdown(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

/** One line of it, without blocks. */
export function MarkdownLine({ text }: { readonly text: string }) {
  return <Pieces pieces={readInline(text)} />;
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'line':
      return block.inside.length === 0 ? (
        <p className="markdown-gap" />
      ) : (
        <p>
          <Pieces pieces={block.inside} />
        </p>
      );
    case 'heading':
      return (
        <p className={`markdown-heading markdown-heading--${block.level}`}>
          <Pieces pieces={block.inside} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          {block.lines.map((line, index) => (
            <p key={index}>
              <Pieces pieces={line} />
            </p>
          ))}
        </blockquote>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((item, index) => (
            <li key={index}>
              <Pieces pieces={item} />
            </li>
          ))}
        </ul>
      );
    case 'pre':
      return <pre tabIndex={0}>{block.text}</pre>;
  }
}

function Pieces({ pieces }: { readonly pieces: readonly Inline[] }) {
  return pieces.map((piece, index) => <Fragment key={index}>{draw(piece)}</Fragment>);
}

function draw(piece: Inline): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'strong':
      return (
        <strong>
          <Pieces pieces={piece.inside} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Pieces pieces={piece.inside} />
        </em>
      );
    case 'underline':
      return (
        <u>
          <Pieces pieces={piece.inside} />
        </u>
      );
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.inside} />
        </s>
      );
    case 'spoiler':
      return (
        <span className="markdown-spoiler">
          <Pieces pieces={piece.inside} />
        </span>
      );
    case 'code':
      return <code>{piece.text}</code>;
    case 'link':
      return (
        <a href={piece.url} target="_blank" rel="noreferrer">
          <Pieces pieces={piece.inside} />
        </a>
      );
    case 'stamp':
      return <Stamp at={piece.at} style={piece.style} />;
    case 'person':
    case 'place':
    case 'role':
      return <Mention kind={piece.kind} id={piece.id} />;
  }
}

function Stamp({ at, style }: { readonly at: number; readonly style: string }) {
  const now = useNow();
  return (
    <time className="markdown-stamp" dateTime={new Date(at).toISOString()} title={sayStamp(at, 'F', now)}>
      {sayStamp(at, style, now)}
    </time>
  );
}

function Mention({ kind, id }: { readonly kind: 'person' | 'place' | 'role'; readonly id: string }) {
  const { users, places, communities } = useStudio().state.discord;
  const nameIn = (list: readonly { readonly id: string; readonly name: string }[], unknown: string) =>
    list.find((each) => each.id === id)?.name ?? unknown;
  const names = {
    place: () => `#${nameIn(places, 'unknown')}`,
    person: () => `@${nameIn(users, 'person')}`,
    role: () =>
      `@${nameIn(
        communities.flatMap(({ roles }) => roles),
        'role',
      )}`,
  };
  return <span className="markdown-mention">{names[kind]()}</span>;
}
