import { useId } from 'react';
import { formatMoney } from '#shared/money.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { orders, priceSteps, type Order, type Wish } from '../browse.ts';
import { Icon } from './Icon.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.browse;

/** What a person wants to see: words, a range of prices, what they may claim, who is live, and the order. */
export function Filters({ wish, currency, onChange }: FiltersProps) {
  const id = useId();
  return (
    <div className="filters" role="search" aria-label={texts.filters}>
      <label className="filters__search">
        <Icon name="search" />
        <span className="visually-hidden">{texts.search}</span>
        <input
          type="search"
          value={wish.words}
          maxLength={80}
          placeholder={texts.searchHint}
          autoComplete="off"
          onChange={({ target }) => onChange({ ...wish, words: target.value })}
        />
      </label>
      <Toggle isOn={wish.forMe} onChange={(forMe) => onChange({ ...wish, forMe })}>
        {texts.forMe}
      </Toggle>
      <Toggle isOn={wish.live} onChange={(live) => onChange({ ...wish, live })}>
        {texts.live}
      </Toggle>
      <label className="filters__choice" htmlFor={`${id}price`}>
        <span className="visually-hidden">{texts.price}</span>
        <select
          id={`${id}price`}
          value={wish.price ?? ''}
          onChange={({ target }) => onChange({ ...wish, price: target.value === '' ? null : Number(target.value) })}
        >
          <option value="">{texts.anyPrice}</option>
          {[...priceSteps, null].map((_, range) => (
            <option key={range} value={range}>
              {tellRange(range, currency)}
            </option>
          ))}
        </select>
      </label>
      <label className="filters__choice" htmlFor={`${id}order`}>
        <span className="visually-hidden">{texts.order}</span>
        <select
          id={`${id}order`}
          value={wish.order}
          onChange={({ target }) => onChange({ ...wish, order: readOrder(target.value) })}
        >
          {orders.map((order) => (
            <option key={order} value={order}>
              {texts.orders[order]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

type FiltersProps = {
  readonly wish: Wish;
  readonly currency: string;
  readonly onChange: (wish: Wish) => void;
};

function Toggle({ isOn, onChange, children }: ToggleProps) {
  return (
    <button type="button" className="toggle" aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {children}
    </button>
  );
}

type ToggleProps = {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: string;
};

function readOrder(value: string): Order {
  return orders.find((order) => order === value) ?? 'street';
}

function tellRange(range: number, currency: string): string {
  const money = (amountMinor: number | undefined) =>
    amountMinor === undefined ? '' : formatMoney({ amountMinor, currency });
  const least = money(priceSteps[range - 1]);
  const most = money(priceSteps[range]);
  if (least === '') return tell(texts.upTo, { most });
  return most === '' ? tell(texts.over, { least }) : tell(texts.between, { least, most });
}
