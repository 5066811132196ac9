import { useEffect } from 'react';
import { go, useView, type View } from './address.ts';
import { BehindColumn } from './behind/BehindColumn.tsx';
import { DiscordColumn } from './discord/DiscordColumn.tsx';
import { GuideStrip } from './guide/GuideStrip.tsx';
import { SpotContext, useGuide, type Guide } from './guide/use-guide.ts';
import { Header } from './Header.tsx';
import { TwitchColumn } from './twitch/TwitchColumn.tsx';
import { StudioContext, useTools, useWorldState } from './use-studio.ts';

const tabs: readonly { readonly tab: View['tab']; readonly label: string }[] = [
  { tab: 'twitch', label: 'Twitch' },
  { tab: 'discord', label: 'Discord' },
  { tab: 'behind', label: 'Behind the scenes' },
];

/** The whole page. */
export function Studio() {
  const view = useView();
  const { state, isConnected } = useWorldState(view.order);
  const { tools, toast, dismiss } = useTools(state);
  const hasForm = state?.discord.forms.some(({ id }) => id === tools?.openForm?.id) ?? false;
  const guide = useGuide(state, view, hasForm);
  useEffect(() => {
    if (view.theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = view.theme;
  }, [view.theme]);
  if (!tools || !guide) return <Waiting isConnected={isConnected} />;
  const spot = guide.isOpen ? (guide.steps[guide.index]?.where ?? 'nowhere') : 'nowhere';
  return (
    <StudioContext value={tools}>
      <SpotContext value={spot}>
        <div className="studio" data-tab={view.tab} data-focus={view.focus} data-show={view.show}>
          <Header guide={guide} />
          {guide.isOpen && <GuideStrip guide={guide} />}
          <Tabs view={view} guide={guide} />
          <main className="columns">
            <h1 className="visually-hidden">C500 Studio</h1>
            <TwitchColumn />
            <DiscordColumn />
            <BehindColumn />
          </main>
          <div className="toasts" role="alert">
            {!isConnected && <p className="toast">The Studio’s own server is away. It is asked again every moment.</p>}
            {toast !== '' && (
              <p className="toast">
                {toast}
                <button type="button" className="plain" onClick={dismiss}>
                  Close
                </button>
              </p>
            )}
          </div>
        </div>
      </SpotContext>
    </StudioContext>
  );
}

function Tabs({ view, guide }: { readonly view: View; readonly guide: Guide }) {
  const where = guide.isOpen ? guide.steps[guide.index]?.where : undefined;
  return (
    <nav className="tabs" aria-label="Columns">
      {tabs.map(({ tab, label }) => (
        <button
          key={tab}
          type="button"
          aria-pressed={view.tab === tab}
          className={where !== undefined && tabOf(where) === tab && view.tab !== tab ? 'is-here' : ''}
          onClick={() => go({ tab })}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}

function tabOf(where: Guide['steps'][number]['where']): View['tab'] | null {
  switch (where) {
    case 'discord-person':
    case 'composer':
    case 'form':
    case 'preview':
      return 'discord';
    case 'twitch-person':
    case 'panel':
    case 'desk':
    case 'go-live':
    case 'chat':
      return 'twitch';
    case 'river':
      return 'behind';
    case 'clock':
    case 'nowhere':
      return null;
  }
}

function Waiting({ isConnected }: { readonly isConnected: boolean }) {
  return (
    <main className="waiting">
      <h1>C500 Studio</h1>
      <p role="status">
        {isConnected
          ? 'Waking the small world…'
          : 'The Studio’s server does not answer. It is asked again every moment.'}
      </p>
    </main>
  );
}
