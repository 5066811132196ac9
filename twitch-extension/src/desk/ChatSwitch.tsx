import type { DeskView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import type { Desk } from './desk.ts';
import { useSending } from './use-sending.ts';

const texts = deskTexts.live.chat;

/** Whether the bot answers viewers in chat. */
export function ChatSwitch({ view, desk }: { readonly view: DeskView; readonly desk: Desk }) {
  const { problem, send } = useSending();
  const isOn = view.chatAnswers;
  return (
    <section className="card stack stack--tight" aria-labelledby="chat-title">
      <div className="row row--apart">
        <h2 id="chat-title">{texts.title}</h2>
        <button
          type="button"
          className="switch"
          role="switch"
          aria-checked={isOn}
          aria-labelledby="chat-title"
          aria-describedby="chat-sentence"
          onClick={() => send(() => desk.change({ kind: 'chat', answers: !isOn }))}
        >
          <span className="switch__knob" />
          <span>{isOn ? texts.on : texts.off}</span>
        </button>
      </div>
      <p id="chat-sentence" className="small">
        {texts.sentence}
      </p>
      {problem && <Refusal problem={problem} />}
    </section>
  );
}
