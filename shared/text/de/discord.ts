import type { Guild } from '../../schemas/citizen.ts';
import type { DropKind } from '../../schemas/drop.ts';
import type { TranslatedTexts } from '../locales.ts';
import { buyingTexts } from './discord-buying.ts';
import { caseTexts } from './discord-cases.ts';
import { commandTexts } from './discord-commands.ts';
import { communityTexts } from './discord-community.ts';
import { houseTexts } from './discord-house.ts';
import { sellingTexts } from './discord-selling.ts';

const guilds: Record<Guild, { readonly emoji: string; readonly name: string }> = {
  builder: { emoji: '🛠️', name: 'Builder' },
  artisan: { emoji: '🎨', name: 'Artisan' },
  modder: { emoji: '💧', name: 'Modder' },
  vintage: { emoji: '💾', name: 'Vintage' },
};
const kinds: Record<DropKind, string> = { stock: 'Versandfertig', commission: 'Auf Bestellung gebaut' };

/** Every sentence of the bot on Discord, in German. */
export const botTexts: TranslatedTexts['bot'] = {
  discord: {
    guilds,
    kinds,
    form: {
      title: 'Einen Drop öffnen',
      name: {
        label: 'Titel',
        description: 'Was es ist, in ein paar Worten',
        placeholder: 'Cloud 65, Flieder, leise Tactiles',
      },
      price: { label: 'Preis', description: 'Für ein Exemplar, ohne Versand', placeholder: '$450.00' },
      specs: {
        label: 'Was man bekommt',
        description: 'Layout, Gehäuse, Plate, Switches, Keycaps und was sonst im Karton liegt',
        placeholder: '65 %, Plate aus Polycarbonat, gefettete Switches, …',
      },
      pictures: { label: 'Bilder', description: 'Bis zu vier: PNG, JPEG oder WebP mit höchstens 8 MB' },
      picturesAgain: { label: 'Bilder', description: 'Leer lassen, um die {count} schon geschickten zu behalten' },
      vod: {
        label: 'Ein Stream, in dem du so eines baust',
        description: 'Ein Link, wenn es einen gibt',
        placeholder: 'https://',
      },
    },
    card: {
      from: 'Gebaut von **{builder}**',
      record: '{completed} Bestellungen fertig, {live} live gebaut',
      recordNone: 'die ersten Bestellungen bei C500',
      onTime: '{percent} % pünktlich',
      daysToProof: 'Tage bis zum ersten Nachweis: {days}',
      disputesLost: 'verlorene Anfechtungen: {count}',
      strikes: 'Verwarnungen: {count}',
      marketer: 'Gezeigt von **{marketer}**',
      left: 'noch {left} von {total}',
      lastOne: 'das letzte Exemplar',
      promise: 'Erster Nachweis innerhalb von {days} Tagen',
      promiseDay: 'Erster Nachweis innerhalb eines Tages',
      shipping: 'Versand nach {places}',
      liveOnly: 'Nur zu haben, solange der Builder live ist',
      grail: 'Für VIPs',
      vault: 'Dein Geld wartet im C500 Vault, bis die Arbeit nachgewiesen ist.',
      buy: 'Eines kaufen',
      watch: 'Beim Bauen zusehen',
      soldOut: 'Alles vergeben',
      soldOutSentence: '**Alles vergeben.** Endet eine Reservierung, wird ein Exemplar frei.',
      paused: 'Pausiert',
      pausedSentence: '**Pausiert:** Der Builder macht gerade Pause.',
      closed: 'Geschlossen',
      closedSentence: '**Geschlossen.** Danke fürs Ansehen.',
    },
    opened: {
      title: 'Dein Drop ist offen',
      sentence: '**{title}**, {price}, Exemplare: {units}.',
      cardsOne: 'Seine Karte hängt in einer Community und hält sich selbst aktuell.',
      cardsMany: 'Seine Karten hängen in {count} Communities und halten sich selbst aktuell.',
      cardsLater: 'Seine Karten erscheinen in jeder Community, die deine Gilde zeigt, und halten sich selbst aktuell.',
      see: 'Karte ansehen',
    },
    again: {
      kept: 'Nichts ist verloren. Das hast du geschrieben:',
      button: 'Noch einmal versuchen',
      expired: 'Das ist eine Weile her, und wir haben nicht mehr, was du geschrieben hast.',
      expiredRemedy: 'Fang mit `/c500 drop` neu an.',
      uncertain: 'Auch wenn du es noch einmal versuchst, öffnet sich nie ein zweiter Drop.',
      picture: '{name}: {sentence}',
    },
    claim: {
      title: 'Fürs Erste deins',
      sentence: '**{tag}** · {title} von {builder}',
      ends: '{price} · für dich reserviert, endet {when}',
      shipping: 'Der Versand kommt auf der Zahlungsseite dazu, ab {amount}.',
      vault: 'Dein Geld wartet dann im C500 Vault, bis die Arbeit nachgewiesen ist.',
      pay: '{amount} bezahlen',
      payPlain: 'Zur Zahlungsseite',
      code: 'Dein Zahlcode ist **{code}**.',
      cancel: 'Reservierung aufheben',
      cancelled: 'Du hast es zurückgegeben',
      cancelledSentence: '**{tag}** ist frei für die nächste Person. Dir wurde nichts berechnet.',
    },
    order: { open: 'Zur Bestellseite' },
    commands: commandTexts,
    selling: sellingTexts,
    buying: buyingTexts,
    cases: caseTexts,
    house: houseTexts,
    community: communityTexts,
    apology: {
      sentence: 'Bei uns ist etwas kaputtgegangen. Von dir ist nichts verloren.',
      remedy: 'Versuch es in einer Minute noch einmal.',
    },
    unknownButton: {
      sentence: 'Dieser Knopf stammt aus einer älteren Version von uns.',
      remedy: 'Nimm stattdessen `/c500 shop` oder `/c500 bestellungen`.',
    },
    unreachable: {
      sentence: 'C500 antwortet gerade nicht. Deine Bestellungen und dein Geld sind sicher.',
      remedy: 'Versuch es in einer Minute noch einmal.',
    },
  },
};
