import { describe, expect, test } from '@jest/globals';
import { contextOf, extensionViews, viewQuery } from './extension-views.ts';

const context = {
  arePlayerControlsVisible: true,
  isFullScreen: false,
  isTheatreMode: true,
  theme: 'dark',
  language: 'en',
  volume: 0.4,
} as const;

describe('what a view is told of the page around it', () => {
  test('a phone hears nothing of controls, full screen and theatre, which it has not', () => {
    expect(contextOf('mobile', context)).toEqual({ theme: 'dark', language: 'en', volume: 0.4 });
  });

  test.each(['panel', 'video_overlay', 'component', 'config', 'live_config'] as const)(
    'the %s hears everything',
    (view) => {
      expect(contextOf(view, context)).toEqual(context);
    },
  );

  test('only the pages of broadcasters have no anchor', () => {
    const anchors = Object.keys(extensionViews).filter((view) => view !== 'config' && view !== 'live_config');
    const named = Object.entries(extensionViews).flatMap(([view, { anchor }]) => (anchor === null ? [] : [view]));
    expect(named).toEqual(anchors);
    expect([viewQuery('config'), viewQuery('live_config')].map(({ anchor, mode }) => [anchor, mode])).toEqual([
      [undefined, 'config'],
      [undefined, 'dashboard'],
    ]);
  });
});
