import type { Client } from '#shared/api/client.ts';
import type { DeskOrder, DeskView } from '#shared/schemas/desk.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { buy, listDrop, twitchIdOf } from './stories.ts';
import type { TestWorld } from './world.ts';

/** Kumo at the live desk, and whoever looks at the channel. */
export type AtDesk = {
  /** An order of Kumo's, or another builder's, that Nova has paid. */
  buyOne(by?: string): Promise<OrderView>;
  panel(): Promise<ChannelView>;
  put(tag: string, id?: string): ReturnType<Client['putOnBench']>;
  tick(order: OrderView, step: string, done?: boolean): ReturnType<Client['tickStep']>;
  note(order: OrderView, text: string, id?: string): ReturnType<Client['addNote']>;
  photo(order: OrderView, shade: number): ReturnType<Client['addPhoto']>;
  goLive(): Promise<void>;
};

let count = 0;

/** An id that no request had before. */
export function newRequestId(): string {
  return `request-desk-${++count}`;
}

/** Where an order's tag goes into a path. */
export function tagOf({ tag }: OrderView): { readonly tag: string } {
  return { tag };
}

/** An order wherever it is on a desk. */
export function onDesk({ bench, queue, doneToday }: DeskView, { tag }: OrderView): DeskOrder | undefined {
  return [...bench, ...queue, ...doneToday].find((order) => order.tag === tag);
}

/** What the desk calls to do things, in short. The world is asked for each time, as it is made before the tests are. */
export function atDesk(world: () => TestWorld): AtDesk {
  const kumo = () => world().inPanel('kumo', 'kumo');
  return {
    buyOne: async (by = 'kumo') => buy(world(), 'nova', await listDrop(world(), { price: '60', by })),
    panel: () => world().inPanel('pip', 'kumo', { shared: false }).getChannel({}),
    put: (tag, id = newRequestId()) => kumo().putOnBench({ body: { tag, requestId: id } }),
    tick: (order, step, done = true) => kumo().tickStep({ params: { ...tagOf(order), step }, body: { done } }),
    note: (order, text, id = newRequestId()) => kumo().addNote({ params: tagOf(order), body: { text, requestId: id } }),
    photo: (order, shade) => kumo().addPhoto({ params: tagOf(order), body: { base64: pictureOf(shade) } }),
    async goLive() {
      world().twitch.goLive(twitchIdOf('kumo'), 'evening build');
      await world().settle();
    },
  };
}

/** What begins as a PNG does, and is another picture for every shade. */
export function pictureOf(shade: number): string {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40, shade)]).toString('base64');
}
