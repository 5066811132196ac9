import { seedCore } from '../../sandbox/product/seed.ts';
import { createApp, systemClock, type App } from '../app.ts';
import { readConfig } from '../config.ts';

/** What a test tells a core that runs in a process of its own, and what it hears back. */
export type ToCore = { readonly do: 'advance'; readonly ms: number } | { readonly do: 'idle' };
export type FromCore = { readonly is: 'ready' | 'idle' };

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const [, , offset = '0', accounts = '{}'] = process.argv;
let offsetMs = Number(offset);

let app: App | undefined;
// Listened to from the first moment on: the clock may be moved while the core starts.
process.on('message', (message: ToCore) => {
  if (message.do === 'advance') {
    offsetMs += message.ms;
    app?.worker.wake();
  } else {
    void app?.worker.idle().then(() => tell({ is: 'idle' }));
  }
});
// A core whose test has gone must not stay behind.
process.on('disconnect', () => process.exit());

app = await createApp(read.config, { clock: { ...systemClock, now: () => Date.now() + offsetMs } });
await seedCore(app.core, JSON.parse(accounts));
await app.start();
tell({ is: 'ready' });

function tell(message: FromCore): void {
  process.send?.(message);
}
