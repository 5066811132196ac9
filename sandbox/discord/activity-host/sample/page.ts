import { DiscordSDK } from '@discord/embedded-app-sdk';

const sdk = new DiscordSDK(window.location.hostname.split('.')[0] ?? '');
const heard: unknown[] = [];

/** What the tests of the frame use, from outside, by name. */
Object.assign(window, {
  sdk,
  heard,
  /** Waits until a condition gives something. */
  until: (condition: () => unknown) =>
    new Promise((resolve) => {
      const look = () => {
        const found = condition();
        if (found) resolve(found);
        else setTimeout(look, 10);
      };
      look();
    }),
  /** How Discord refused, in one line. */
  refused: (promise: Promise<unknown>) =>
    promise.then(
      () => 'allowed',
      ({ code, message }: { readonly code: number; readonly message: string }) => `${code} ${message}`,
    ),
  hear: (event: Parameters<typeof sdk.subscribe>[0]) =>
    sdk.subscribe(event, (data: unknown) => void heard.push([event, data])),
});
await sdk.ready();
document.body.dataset['ready'] = 'yes';
