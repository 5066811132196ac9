import { describe, expect, test } from '@jest/globals';
import { readEventStream, type StreamEvent } from './event-stream.ts';

function streamOf(...chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function read(...chunks: readonly string[]): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEventStream(streamOf(...chunks))) events.push(event);
  return events;
}

describe('an event stream', () => {
  test('gives events with their names and joins their lines', async () => {
    expect(await read('event: change\ndata: one\ndata:two\n\n', 'data: three\n\n')).toEqual([
      { name: 'change', data: 'one\ntwo' },
      { name: 'message', data: 'three' },
    ]);
  });

  test('is the same however it is cut', async () => {
    const whole = ': hello\r\nid: 7\r\nevent: change\r\ndata: {"a":1}\r\n\r\ndata: x\n\ndata: ünfinished\n';
    const bytes = new TextEncoder().encode(whole);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const events: StreamEvent[] = [];
      const body = streamOf(bytes.slice(0, cut), bytes.slice(cut));
      for await (const event of readEventStream(body)) events.push(event);
      expect(events).toEqual([
        { name: 'change', data: '{"a":1}' },
        { name: 'message', data: 'x' },
      ]);
    }
  });

  test('tells that it lives by its comments', async () => {
    let heard = 0;
    for await (const event of readEventStream(streamOf(':\n\n', ':\n\n'), () => (heard += 1))) expect(event).toBeNull();
    expect(heard).toBe(2);
  });

  test('that does not end its lines or its events is not ours', async () => {
    await expect(read('data: '.padEnd(20_000, 'x'))).rejects.toThrow(RangeError);
    await expect(read(...Array.from({ length: 10 }, () => `data: ${'x'.repeat(10_000)}\n`))).rejects.toThrow(
      RangeError,
    );
  });
});
