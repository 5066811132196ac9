import { formatMoney } from '../money.ts';
import type { OrderView, VaultView } from '../schemas/order.ts';
import { panelTexts } from '../text/en/panel.ts';
import { tellStory, wasPaid } from './story.ts';

const texts = panelTexts.order;

/** Where the money is and what that means; amounts only where the panel may show them. */
export function VaultCard({ order, now, showsMoney }: VaultCardProps) {
  const { title, sentence, mood } = tellStory(order, now);
  return (
    <div className={`note note--${mood} vault`}>
      <div className="vault__head">
        {wasPaid(order) && <VaultSign isOpen={mood === 'success' || mood === 'info'} />}
        <strong className="vault__title">{title}</strong>
      </div>
      <span>{sentence}</span>
      {showsMoney && order.vault && <Amounts vault={order.vault} />}
    </div>
  );
}

type VaultCardProps = { readonly order: OrderView; readonly now: number; readonly showsMoney: boolean };

/** A small safe; its door stands open once nothing is in it any more. */
function VaultSign({ isOpen }: { readonly isOpen: boolean }) {
  return (
    <svg className="vault__sign" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <rect x="3" y="4" width="26" height="22" rx="6" fill="var(--button)" />
      <path d="M8 26v2.5M24 26v2.5" stroke="var(--button)" strokeWidth="3" strokeLinecap="round" />
      <rect x="6.5" y="7.5" width="19" height="15" rx="3.5" fill="var(--surface)" />
      {isOpen ? (
        <path d="M11 15.5l3.5 3 6.5-7" fill="none" stroke="var(--button)" strokeWidth="2.5" strokeLinecap="round" />
      ) : (
        <path d="M12.2 18a2.5 2.5 0 0 1-.2-4.98 3.5 3.5 0 0 1 6.7-.7A2.9 2.9 0 0 1 19.1 18z" fill="var(--button)" />
      )}
    </svg>
  );
}

function Amounts({ vault }: { readonly vault: VaultView }) {
  const amounts = [
    { name: texts.inVault, amountMinor: vault.heldMinor },
    { name: texts.released, amountMinor: vault.releasedMinor },
    { name: texts.refunded, amountMinor: vault.refundedMinor },
    { name: texts.withdrawn, amountMinor: vault.withdrawnMinor },
    { name: texts.covered, amountMinor: vault.coveredMinor },
  ].filter(({ amountMinor }) => amountMinor > 0);
  if (amounts.length === 0) return null;
  return (
    <dl className="amounts">
      {amounts.map(({ name, amountMinor }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatMoney({ amountMinor, currency: vault.currency })}</dd>
        </div>
      ))}
    </dl>
  );
}
