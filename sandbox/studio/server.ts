import type { IncomingMessage, ServerResponse } from 'node:http';
import { people } from '../people.ts';
import { openPictureShelf } from '../seed/pictures-shelf.ts';
import type { World } from '../world.ts';
import { Act } from './act.ts';
import { watchCore, type CoreWatch } from './core-watch.ts';
import { findDistFile } from './dist-files.ts';
import { openDoor, readBody, sendJson, type Routes } from './door.ts';
import { ActRefusedError, perform, type Stage } from './perform.ts';
import { openAudience, type Audience } from './push.ts';
import { StudioState } from './state.ts';
import { findPayload } from './traffic.ts';
import { viewWorld } from './view.ts';

const askEveryMs = 1_000;

/** A running Studio. */
export type Studio = { readonly origin: string; close(): Promise<void> };

/** Where the Studio listens (0: any free port) and where its built pages lie. */
export type StudioOptions = {
  readonly port: number;
  readonly distDir: string;
  /** Answers the page of Discord's client around an activity, which has to be served from here. */
  readonly client?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/**
 * Starts the Studio: one page over the whole simulated world. It listens on 127.0.0.1, and answers only requests that name it as
 * localhost or 127.0.0.1 and, where they change something, come from its own page: a page of somewhere else in the same browser
 * can neither look at the world nor act in it.
 *
 * @throws Error when the port is taken
 */
export async function startStudio(world: World, options: StudioOptions): Promise<Studio> {
  const stage: Stage = { world, shelf: openPictureShelf(), shared: new Set() };
  const core = watchCore(world, () => audience.stir());
  const look = (inHand: StudioState['core']['inHand']) =>
    viewWorld(world, { ...core.current(), inHand }, [...stage.shared]);
  let lastSeen = '';
  const audience = openAudience(() => {
    const { clock: _clock, ...rest } = look(null);
    const seen = JSON.stringify([rest, world.clock.offsetMs()]);
    const isNews = seen !== lastSeen;
    lastSeen = seen;
    return isNews;
  });
  const stirred = (): void => {
    audience.stir();
    if (audience.size() > 0) core.refresh();
  };
  const stops = listen(world, audience, stirred);
  const pulse = setInterval(() => {
    if (audience.size() > 0) core.refresh();
  }, askEveryMs);
  pulse.unref();
  const door = await openDoor(options.port, makeRoutes({ stage, core, look, audience, stirred, ...options }));
  return {
    origin: `http://localhost:${door.port}`,
    async close() {
      clearInterval(pulse);
      for (const stop of stops) stop();
      core.close();
      audience.close();
      await Promise.all([stage.shelf.close(), door.shut()]);
    },
  };
}

/** Stirs the audience whenever a part of the world changes. The core's own calls change Stripe, so Stripe does not ask the core. */
function listen(world: World, audience: Audience, stirred: () => void): readonly (() => void)[] {
  return [
    world.stripe.onChange(() => audience.stir()),
    world.easypost.onChange(() => audience.stir()),
    world.twitch.onChange(stirred),
    world.discord.onChange(stirred),
    world.product.onChange(stirred),
    world.twitch.onPubSub((message) => audience.tell('pubsub', message)),
  ];
}

type Rooms = {
  readonly stage: Stage;
  readonly core: CoreWatch;
  readonly look: (inHand: StudioState['core']['inHand']) => StudioState;
  readonly audience: Audience;
  readonly stirred: () => void;
  readonly distDir: string;
  readonly client?: StudioOptions['client'];
};

function makeRoutes({ stage, core, look, audience, stirred, distDir, client = () => false }: Rooms): Routes {
  const { world } = stage;
  return {
    state: async (query) => {
      core.refresh();
      const tag = query.get('order');
      return sendJson(200, StudioState.parse(look(tag ? await core.inHand(tag) : null)));
    },
    act: async (request) => {
      const parsed = Act.safeParse(await readBody(request));
      if (!parsed.success) return sendJson(400, { problem: 'The Studio could not read that.' });
      try {
        const answer = await perform(stage, parsed.data);
        stirred();
        return sendJson(200, answer);
      } catch (error) {
        if (error instanceof ActRefusedError) return sendJson(409, { problem: error.message });
        throw error;
      }
    },
    payload: (query) => {
      const payload = findPayload(world, query.get('id') ?? '');
      return payload === undefined ? sendJson(404, { problem: 'That is no longer kept.' }) : sendJson(200, payload);
    },
    events: (response) => {
      audience.add(response);
      core.refresh();
    },
    picture: async (name) => ({ status: 200, type: 'image/png', body: await stage.shelf.fetch(name) }),
    watch: (login) => {
      const owner = people.find(({ twitch }) => twitch?.login === login);
      return owner ? `/?watch=${owner.key}&tab=twitch` : null;
    },
    client,
    page: (path) => findDistFile(distDir, path),
    frames: () => [world.twitch.extensionOrigin],
    images: () => [world.discord.origin, world.twitch.origin, world.product.origin],
  };
}
