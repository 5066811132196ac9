/** One event of a `text/event-stream`; comments and fields that we do not use are gone. */
export type StreamEvent = { readonly name: string; readonly data: string };

const lineLengthMax = 16 * 1024;
const dataLengthMax = 64 * 1024;

/**
 * Reads Server-Sent Events until the stream ends. `heard` is called for whatever arrives, comments included, to tell a quiet stream from
 * a dead one.
 *
 * @throws RangeError when a line or an event is longer than anything we send: then it is not our stream
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  heard: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let name = '';
  let data: string[] = [];
  for await (const chunk of body) {
    heard();
    rest += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be half of a line break: it waits for what follows.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > lineLengthMax) throw new RangeError('a line of the event stream is too long');
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { name: name || 'message', data: data.join('\n') };
        name = '';
        data = [];
        continue;
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'event') name = value;
      if (field === 'data') data.push(value);
      if (data.reduce((sum, each) => sum + each.length, 0) > dataLengthMax)
        throw new RangeError('an event of the event stream is too long');
    }
  }
}
