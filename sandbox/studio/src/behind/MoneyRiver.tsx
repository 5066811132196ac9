import { formatMoney } from '#shared/money.ts';
import type { StudioState } from '../../state.ts';
import { readRiver, type River, type RiverPlace } from './river.ts';

const width = 360;
const vaultX = 140;
const labelX = 222;
const wholeHeight = 60;
const slotHeight = 42;

const waits = {
  payment: 'waits for payment',
  proof: 'waits for a proof',
  stream: 'waits for the stream',
  shipment: 'waits for the parcel',
  delivery: 'waits for delivery',
  'cool-off': 'cools off first',
  frozen: 'is frozen',
  nothing: '',
} as const;

const tones: Record<RiverPlace['flow'], string> = {
  held: 'river-held',
  waiting: 'river-waiting',
  sent: 'river-sent',
  kept: 'river-kept',
  back: 'river-back',
};

/** Where every cent of the order in hand is now, as a river from the buyer through the Vault. */
export function MoneyRiver({ money }: { readonly money: StudioState['core']['inHand'] }) {
  const river = money ? readRiver(money) : null;
  if (!river || river.paidMinor === 0) {
    return (
      <div className="river river--dry">
        <DryBed />
        <p className="muted">No money has moved for this order yet.</p>
      </div>
    );
  }
  return <FullRiver river={river} waitsFor={money?.order.vault?.waitsFor ?? 'nothing'} />;
}

function DryBed() {
  return (
    <svg viewBox={`0 0 ${width} 90`} aria-hidden="true">
      <path className="river-bed" d={`M40 45H${vaultX - 40}M${vaultX + 44} 45H${width - 40}`} />
      <Pot y={45} level={0} />
    </svg>
  );
}

function FullRiver({ river, waitsFor }: { readonly river: River; readonly waitsFor: keyof typeof waits }) {
  const say = (amountMinor: number) => formatMoney({ amountMinor, currency: river.currency });
  const out = river.places.filter(({ flow }) => flow !== 'held');
  const scale = (amountMinor: number) => Math.max(3, (amountMinor / river.paidMinor) * wholeHeight);
  const slots = out.map(({ amountMinor }) => Math.max(slotHeight, scale(amountMinor) + 10));
  const height = Math.max(
    130,
    slots.reduce((sum, each) => sum + each, 0),
  );
  const middle = height / 2;
  const held = river.places.find(({ flow }) => flow === 'held')?.amountMinor ?? 0;
  const spare = height - slots.reduce((sum, each) => sum + each, 0);
  const heights = slots.map(
    (slot, index) => spare / 2 + slots.slice(0, index).reduce((sum, each) => sum + each, slot / 2),
  );
  let spent = 0;
  return (
    <div className="river">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <path className="river-in" d={ribbon(8, middle, vaultX - 30, middle, scale(river.paidMinor))} />
        {out.map((place, index) => {
          const thick = scale(place.amountMinor);
          const from = middle - scale(river.paidMinor - held) / 2 + spent + thick / 2;
          spent += (place.amountMinor / river.paidMinor) * wholeHeight;
          return (
            <path
              key={place.key}
              className={tones[place.flow]}
              d={ribbon(vaultX + 30, from, labelX - 8, heights[index] ?? middle, thick)}
            />
          );
        })}
        {held > 0 && out.length === 0 && (
          <>
            <path className="river-bed" d={`M${vaultX + 44} ${middle}H${labelX - 10}`} />
            <text className="river-label" x={labelX} y={middle + 5}>
              {waits[waitsFor]}
            </text>
          </>
        )}
        <Pot y={middle} level={held / river.paidMinor} />
        <text className="river-label" x="12" y={middle - scale(river.paidMinor) / 2 - 21}>
          The buyer paid
        </text>
        <text className="river-amount" x="12" y={middle - scale(river.paidMinor) / 2 - 5}>
          {say(river.paidMinor)}
        </text>
        {out.map((place, index) => {
          const y = heights[index] ?? middle;
          return (
            <g key={place.key}>
              <text className="river-amount" x={labelX} y={y - 2}>
                {say(place.amountMinor)}
              </text>
              <text className="river-label" x={labelX} y={y + 14}>
                {place.name}
              </text>
            </g>
          );
        })}
      </svg>
      <RiverTable river={river} />
      {river.stripeFeeMinor > 0 && (
        <p className="muted river-note">
          Stripe kept {say(river.stripeFeeMinor)} for the payment. C500 pays that out of its own share.
        </p>
      )}
    </div>
  );
}

function RiverTable({ river }: { readonly river: River }) {
  const say = (amountMinor: number) => formatMoney({ amountMinor, currency: river.currency });
  return (
    <table className="river-table">
      <caption className="visually-hidden">Where the money of this order is now</caption>
      <tbody>
        {river.places.map((place) => (
          <tr key={place.key}>
            <th scope="row">
              <span className={`river-dot ${tones[place.flow]}`} aria-hidden="true" />
              {place.name}
            </th>
            <td>{say(place.amountMinor)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together</th>
          <td>
            {say(river.paidMinor)}{' '}
            {river.addsUp ? <span className="good">✓ every cent</span> : <span className="bad">does not add up</span>}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** A band of even thickness that bends from one height to another. */
function ribbon(fromX: number, fromY: number, toX: number, toY: number, thick: number): string {
  const pull = (toX - fromX) / 2;
  const [half, down] = [thick / 2, -thick / 2];
  return [
    `M${fromX} ${fromY + down}C${fromX + pull} ${fromY + down} ${toX - pull} ${toY + down} ${toX} ${toY + down}`,
    `V${toY + half}`,
    `C${toX - pull} ${toY + half} ${fromX + pull} ${fromY + half} ${fromX} ${fromY + half}Z`,
  ].join('');
}

/** The Vault, filled as far as money is held. */
function Pot({ y, level }: { readonly y: number; readonly level: number }) {
  const top = y - 40;
  return (
    <g>
      <rect className="pot" x={vaultX - 34} y={top} width="68" height="80" rx="18" />
      <clipPath id="pot-inside">
        <rect x={vaultX - 30} y={top + 4} width="60" height="72" rx="15" />
      </clipPath>
      <rect
        className="river-held pot-level"
        clipPath="url(#pot-inside)"
        x={vaultX - 30}
        y={top + 4 + 72 * (1 - level)}
        width="60"
        height={72 * level}
      />
      <rect className="pot-lid" x={vaultX - 20} y={top - 8} width="40" height="12" rx="6" />
      <text className="river-label pot-name" x={vaultX} y={y + 4} textAnchor="middle">
        Vault
      </text>
    </g>
  );
}
