import type { troubleRefusals as english } from '../en/refusals-trouble.ts';

/** What is refused around cases, raffles, parcels and disputes, in German. */
export const troubleRefusals: Record<keyof typeof english, { readonly sentence: string; readonly remedy: string }> = {
  'answer-closed': {
    sentence: 'Die Zeit für eine Antwort in diesem Fall ist um.',
    remedy: 'Unser Team entscheidet mit dem, was ihr beide gesagt habt.',
  },
  'case-undecided': {
    sentence: 'Über diesen Fall ist noch nicht entschieden.',
    remedy: 'Danach kannst du Einspruch einlegen.',
  },
  'appeal-closed': {
    sentence: 'Ein Einspruch war bis zum {when} möglich.',
    remedy: 'Schreib dem C500-Team, wenn es etwas Neues gibt.',
  },
  'already-appealed': { sentence: 'In diesem Fall gab es schon einen Einspruch.', remedy: 'Seine Entscheidung gilt.' },
  'case-of-another': {
    sentence: '{nickname} kümmert sich schon um diesen Fall.',
    remedy: 'Frag nach, oder sieh dir einen anderen an.',
  },
  'case-not-taken': {
    sentence: 'Diesen Fall hat noch niemand übernommen.',
    remedy: 'Übernimm ihn zuerst: dann wird die andere Seite gefragt.',
  },
  'case-taken': {
    sentence: 'Du hast diesen Fall schon übernommen.',
    remedy: 'Entscheide ihn, wenn beide Seiten geantwortet haben.',
  },
  'same-decider': {
    sentence: 'Wer einen Fall entschieden hat, entscheidet nicht über den Einspruch.',
    remedy: 'Überlass das jemand anderem aus dem Team.',
  },
  'amount-unreadable': {
    sentence: '„{typed}“ konnten wir nicht als Betrag lesen.',
    remedy: 'Schreib ihn wie 45, $45.00 oder 1,250.50.',
  },
  'amount-too-high': {
    sentence: 'Für diese Bestellung können höchstens {most} zurückgehen.',
    remedy: 'Wähle einen kleineren Betrag.',
  },
  'application-settled': { sentence: 'Über diese Bewerbung ist schon entschieden.', remedy: 'Eine neue ist möglich.' },
  'strike-lifted': { sentence: 'Diese Verwarnung wurde schon aufgehoben.', remedy: 'Es bleibt nichts zu tun.' },
  'flag-settled': {
    sentence: 'Jemand hat sich das schon angesehen.',
    remedy: 'Im Protokoll steht, wer es war und was dabei herauskam.',
  },
  'effect-settled': { sentence: 'Das ist inzwischen geschehen.', remedy: 'Es bleibt nichts zu tun.' },
  'dispute-filed': {
    sentence: 'Die Antwort an die Bank ist schon unterwegs.',
    remedy: 'Eine Bank liest sie einmal. Sag dem Team, was noch fehlt.',
  },
  'open-orders': {
    sentence: 'Etwas von dir ist noch nicht zu Ende.',
    remedy: 'Warte, bis es so weit ist, und frag dann noch einmal.',
  },
  'raffle-only': {
    sentence: 'Dieser Drop wird verlost.',
    remedy: 'Nimm teil, solange sie offen ist. Alle haben die gleiche Chance.',
  },
  'raffle-not-open': {
    sentence: 'Die Verlosung beginnt am {when}.',
    remedy: 'Komm dann wieder. Wer zuerst kommt, hat keinen Vorteil.',
  },
  'raffle-over': {
    sentence: 'Die Verlosung ist geschlossen.',
    remedy: 'Der Beleg auf der Seite des Drops zeigt, wie gezogen wurde.',
  },
  'raffle-full': {
    sentence: '{count} Menschen nehmen teil, mehr geht nicht.',
    remedy: 'Frag den Builder nach dem nächsten Drop.',
  },
  'raffle-window': {
    sentence: 'Eine Verlosung dauert mindestens zehn Minuten und höchstens vierzehn Tage.',
    remedy: 'Wähle eine Zeit dazwischen.',
  },
  'shipment-scanned': {
    sentence: 'Dieses Paket wurde schon vom Versanddienst gescannt.',
    remedy: 'Sag dem Team Bescheid, wenn es das falsche ist.',
  },
  'days-spent': {
    sentence: 'Mehr Tage kann niemand bekommen.',
    remedy: 'Ist das Versprechen gebrochen, kannst du dein Geld zurücknehmen.',
  },
  'address-hidden': {
    sentence: 'Die Adresse ist verborgen, solange dein Kanal live ist.',
    remedy: 'Sieh nach, wenn der Stream zu Ende ist.',
  },
  'address-untold': {
    sentence: 'Die Zahlungsseite hat uns zu dieser Bestellung keine Adresse genannt.',
    remedy: 'Frag im Bestellraum danach.',
  },
  'address-erased': {
    sentence: 'Die Adresse wurde 90 Tage nach dem Ende der Bestellung gelöscht.',
    remedy: 'Frag im Bestellraum nach, wenn du sie brauchst.',
  },
  disputed: { sentence: 'Die Bank prüft diese Zahlung.', remedy: 'Bis sie entschieden hat, bewegt sich davon nichts.' },
};
