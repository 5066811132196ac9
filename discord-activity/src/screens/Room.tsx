import '../styles/rooms.css';
import type { Place } from '../use-places.ts';
import { DropScreen } from './DropScreen.tsx';
import { LiveScreen } from './LiveScreen.tsx';
import { OrderScreen } from './OrderScreen.tsx';
import { OrdersScreen } from './OrdersScreen.tsx';
import { PassportScreen } from './PassportScreen.tsx';

/** Every place but the street, which alone is drawn at once. */
export function Room({ place }: { readonly place: Place }) {
  switch (place.kind) {
    case 'street':
      return null;
    case 'drop':
      return <DropScreen dropId={place.dropId} />;
    case 'order':
      return <OrderScreen tag={place.tag} />;
    case 'live':
      return <LiveScreen />;
    case 'orders':
      return <OrdersScreen />;
    case 'passport':
      return <PassportScreen />;
  }
}
