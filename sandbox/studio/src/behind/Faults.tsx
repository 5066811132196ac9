import { faultNames, type FaultName } from '../../act.ts';
import { useStudio } from '../use-studio.ts';

const labels: Record<FaultName, { readonly label: string; readonly hint: string }> = {
  'stripe-slow': { label: 'Stripe is slow', hint: 'each call takes three seconds' },
  'stripe-down': { label: 'Stripe is down', hint: 'every call fails' },
  'stripe-transfer-breaks': { label: 'Next transfer breaks off', hint: 'it is made, but the answer is lost' },
  'webhooks-late': { label: 'Webhooks come late', hint: 'five seconds after the fact' },
  'webhooks-twice': { label: 'Webhooks come twice', hint: 'every event is delivered two times' },
  'webhooks-held': { label: 'Webhooks are held', hint: 'none arrives until this is off' },
  'carriers-down': { label: 'The carriers’ service is down', hint: 'nobody says where parcels are' },
  'carriers-silent': { label: 'The carriers’ news are lost', hint: 'only asking them finds out' },
  'twitch-down': { label: 'Twitch is down', hint: 'chat, Helix and events' },
  'eventsub-held': { label: 'Twitch events are held', hint: 'going live is heard later' },
  'eventsub-lost': { label: 'Twitch events are lost', hint: 'only asking Twitch finds out' },
  'discord-down': { label: 'Discord is down', hint: 'the bot loses its connection' },
  'discord-slow': { label: 'Discord is slow', hint: 'each call takes three seconds' },
  'discord-errors': { label: 'Discord stumbles', hint: 'the bot’s next five calls fail' },
  'discord-limited': { label: 'Discord says slow down', hint: 'the next five calls are told to wait' },
  'discord-no-posting': { label: 'The bot may not post', hint: 'in the drops of the second community' },
  'discord-bot-removed': { label: 'The bot is thrown out', hint: 'of the second community' },
  'discord-links-dead': { label: 'Discord’s files are gone', hint: 'no picture of a message loads' },
};

const states = { starting: 'is starting', running: 'is running', down: 'is down' } as const;

/** Troubles to throw, and the switch that ends the server. */
export function Faults() {
  const { state, run } = useStudio();
  const { core, bot } = state.product;
  return (
    <section className="card behind-card" aria-label="Faults">
      <h3>Break something</h3>
      <div className="faults">
        {faultNames.map((fault) => {
          const isOn = state.faults.includes(fault);
          const { label, hint } = labels[fault];
          return (
            <button
              key={fault}
              type="button"
              role="switch"
              aria-checked={isOn}
              className="fault"
              onClick={() => void run({ act: 'set-fault', fault, on: !isOn })}
            >
              <span className="fault-name">{label}</span>
              <span className="fault-hint">{hint}</span>
            </button>
          );
        })}
      </div>
      <div className="server">
        <p role="status">
          The server <strong className={`server-${core}`}>{states[core]}</strong>, the bot{' '}
          <strong className={`server-${bot}`}>{states[bot]}</strong>.
        </p>
        <button
          type="button"
          className="button"
          disabled={core !== 'running'}
          onClick={() => void run({ act: 'kill-core' })}
        >
          End the server now
        </button>
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void run({ act: 'stir-gateway', how: 'reconnect' })}
        >
          Have the bot reconnect
        </button>
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void run({ act: 'stir-gateway', how: 'forget' })}
        >
          Forget its session
        </button>
      </div>
    </section>
  );
}
