import { deskEndpoints } from '#shared/api/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { keepFresh, openPage, useFeed, type Page } from '../page.ts';
import { openConnection, type Connection } from './connection.ts';
import { ConnectionScreen } from './ConnectionScreen.tsx';
import type { DeskClient } from './desk-client.ts';
import { DeskGate } from './DeskGate.tsx';

/** Everything the configuration talks to. */
export type Config = { readonly page: Page<DeskClient>; readonly connection: Connection };

/** Opens the configuration. */
export function openConfig(): Config {
  const page = openPage(deskEndpoints);
  const connection = openConnection(page);
  keepFresh(page.twitch, [{ feed: connection.feed, isFor: (viewer) => viewer.isBroadcaster }]);
  return { page, connection };
}

/** The configuration: how the channel stands with C500, and the one next step. */
export function ConfigApp({ config }: { readonly config: Config }) {
  const { value, problem } = useFeed(config.connection.feed);
  return (
    <DeskGate
      page={config.page}
      title={deskTexts.connect.title}
      loading={deskTexts.connect.loading}
      shapes={['row', 'row']}
      problem={problem}
      tryAgain={config.connection.feed.refresh}
    >
      {value && <ConnectionScreen view={value} connection={config.connection} />}
    </DeskGate>
  );
}
