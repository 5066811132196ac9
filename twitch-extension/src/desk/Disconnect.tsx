import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { useAction } from '#shared/ui/use-action.ts';
import { Sure } from './Sure.tsx';
import { useAsking } from './use-asking.ts';

const texts = deskTexts.connect;

/** The way out, asked for twice: orders leave the bench with it. */
export function Disconnect({ login, disconnect }: DisconnectProps) {
  const { isAsking, ask, keep, button } = useAsking();
  const ending = useAction(disconnect);
  if (!isAsking)
    return (
      <p>
        <button ref={button} type="button" className="button button--quiet" onClick={ask}>
          {texts.disconnect}
        </button>
      </p>
    );
  return (
    <Sure
      title={fill(texts.disconnectTitle, { login })}
      sentence={texts.disconnectSentence}
      yes={ending.isBusy ? texts.disconnecting : texts.disconnectYes}
      no={texts.disconnectNo}
      action={ending}
      onNo={keep}
    />
  );
}

type DisconnectProps = { readonly login: string; readonly disconnect: () => Promise<void> };
