import type { EmbedState } from '../../message-state.ts';
import { Markdown, MarkdownLine } from './Markdown.tsx';

/** An embed with its coloured edge. */
export function EmbedView({ embed }: { readonly embed: EmbedState }) {
  return (
    <div className="embed" style={embed.colour ? { borderInlineStartColor: embed.colour } : undefined}>
      <div className="embed-words">
        {embed.author && <p className="embed-author">{embed.author}</p>}
        {embed.title && (
          <p className="embed-title">
            {embed.url ? (
              <a href={embed.url} target="_blank" rel="noreferrer">
                <MarkdownLine text={embed.title} />
              </a>
            ) : (
              <MarkdownLine text={embed.title} />
            )}
          </p>
        )}
        {embed.description && <Markdown text={embed.description} />}
        {embed.fields.length > 0 && (
          <dl className="embed-fields">
            {embed.fields.map((field, index) => (
              <div key={index} className={field.inline ? 'is-inline' : ''}>
                <dt>
                  <MarkdownLine text={field.name} />
                </dt>
                <dd>
                  <Markdown text={field.value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {embed.footer && <p className="embed-footer">{embed.footer}</p>}
      </div>
      {embed.thumbnail && <img className="embed-thumbnail" src={embed.thumbnail.url} alt={embed.thumbnail.alt} />}
      {embed.image && <img className="embed-image" src={embed.image.url} alt={embed.image.alt} />}
    </div>
  );
}
