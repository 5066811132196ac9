import type { NoticeKind } from '../../schemas/notice.ts';
import { troubleNotices } from './notices-trouble.ts';

/** What people are told, by occasion, in German. */
export const noticeTexts: Record<
  NoticeKind,
  { readonly title: string; readonly sentence: string; readonly link: string }
> = {
  ...troubleNotices,
  'claim-made': {
    title: 'Zehn Minuten lang deins',
    sentence: '{tag} ({title}) liegt bis zum {until} für dich bereit. Bezahle bis dahin, dann bleibt es deins.',
    link: 'Jetzt bezahlen',
  },
  'claim-lapsed': {
    title: 'Deine Reservierung ist vorbei',
    sentence:
      'Die zehn Minuten für {tag} ({title}) sind um, und das Exemplar ist wieder frei. Dir wurde nichts berechnet.',
    link: 'Bestellung ansehen',
  },
  'order-paid-buyer': {
    title: 'Dein Geld wartet im Vault',
    sentence:
      '{amount} für {tag} ({title}) liegen im C500 Vault. {builder} wird erst bezahlt, wenn die Arbeit nachgewiesen ist.',
    link: 'Bestellung verfolgen',
  },
  'order-paid-builder': {
    title: 'Eine neue Bestellung zum Bauen',
    sentence:
      '{tag} ({title}) ist bezahlt und wartet auf dich. Tippe den Tag in deinen Chat, während du live baust. Der erste Nachweis ist fällig: {due}.',
    link: 'Bestellung ansehen',
  },
  'late-payment-took-unit': {
    title: 'Gerade noch rechtzeitig',
    sentence:
      'Deine Zahlung für {tag} ({title}) kam nach den zehn Minuten, aber ein Exemplar war noch frei, und es ist deins.',
    link: 'Bestellung verfolgen',
  },
  'late-payment-refunded': {
    title: 'Dein Geld ist auf dem Rückweg',
    sentence:
      'Deine Zahlung für {tag} ({title}) kam nach den zehn Minuten, und alle Exemplare waren vergeben. Du bekommst {amount} vollständig zurück.',
    link: 'Bestellung ansehen',
  },
  'second-payment-refunded': {
    title: 'Doppelt bezahlt, eine Zahlung geht zurück',
    sentence: '{tag} ({title}) wurde ein zweites Mal bezahlt. Die zweiten {amount} gehen vollständig an dich zurück.',
    link: 'Bestellung ansehen',
  },
  'on-bench': {
    title: 'Dein Board liegt gerade auf der Werkbank',
    sentence: '{builder} ist live und baut {tag} ({title}). Schau beim Bauen zu.',
    link: 'Live zusehen',
  },
  building: {
    title: 'Der Bau hat begonnen',
    sentence: '{builder} baut {tag} ({title}).',
    link: 'Bestellung verfolgen',
  },
  'proof-counted-buyer': {
    title: 'Die Arbeit ist nachgewiesen',
    sentence: 'Der Nachweis ({proof}) für {tag} ({title}) zählt. {releaseWhen}',
    link: 'Nachweis ansehen',
  },
  'proof-counted-builder': {
    title: 'Dein Nachweis zählt',
    sentence: 'Der Nachweis ({proof}) für {tag} ({title}) zählt. {releaseWhen}',
    link: 'Bestellung ansehen',
  },
  shipped: {
    title: 'Unterwegs',
    sentence: '{builder} hat {tag} ({title}) mit {carrier} verschickt, Nummer {number}.',
    link: 'Bestellung verfolgen',
  },
  'released-buyer': {
    title: 'Der Vault hat das Geld freigegeben',
    sentence: 'Die Arbeit an {tag} ({title}) ist nachgewiesen, und {builder} wird bezahlt.',
    link: 'Bestellung ansehen',
  },
  'released-builder': {
    title: 'Dein Geld ist unterwegs',
    sentence: '{amount} für {tag} ({title}) werden auf dein Stripe-Konto überwiesen.',
    link: 'Bestellung ansehen',
  },
  'released-marketer': {
    title: 'Dein Anteil ist unterwegs',
    sentence: '{amount} für {tag} ({title}) werden auf dein Stripe-Konto überwiesen.',
    link: 'Bestellung ansehen',
  },
  'transfer-waits': {
    title: 'Eine Überweisung wartet',
    sentence:
      'Stripe konnte deine {amount} für {tag} ({title}) nicht überweisen: {reason}. Das Geld gehört dir und wartet bei uns.',
    link: 'Bestellung ansehen',
  },
  delivered: { title: 'Zugestellt', sentence: '{tag} ({title}) ist angekommen.', link: 'Bestellung ansehen' },
  completed: {
    title: 'Alles erledigt',
    sentence: '{tag} ({title}) ist abgeschlossen. Danke, dass du das mit uns gebaut hast.',
    link: 'Bestellung ansehen',
  },
  'refunded-buyer': {
    title: 'Dein Geld ist auf dem Rückweg',
    sentence: '{amount} für {tag} ({title}) gehen vollständig an dich zurück. Grund: {reason}.',
    link: 'Bestellung ansehen',
  },
  'refunded-builder': {
    title: 'Eine Bestellung wurde erstattet',
    sentence: '{tag} ({title}) wurde erstattet. Bau sie bitte nicht. Grund: {reason}.',
    link: 'Bestellung ansehen',
  },
  'cancellation-asked': {
    title: 'Jemand möchte stornieren',
    sentence:
      'Bei {tag} ({title}) wurde um eine Stornierung gebeten. Erstatte mit einem Klick, oder fang innerhalb von drei Tagen an zu bauen.',
    link: 'Antworten',
  },
  'promise-broken': {
    title: 'Der versprochene Tag ist vorbei',
    sentence:
      '{builder} hat an {tag} ({title}) in der versprochenen Zeit keine Arbeit gezeigt. Du kannst jetzt dein ganzes Geld zurücknehmen oder noch warten.',
    link: 'Entscheiden',
  },
  'unit-offered': {
    title: 'Du bist an der Reihe',
    sentence:
      'Ein Exemplar von {title} ist frei geworden und liegt bis zum {until} für dich bereit. Deine Bestellung ist {tag}.',
    link: 'Nehmen',
  },
  'reconnect-twitch': {
    title: 'Twitch lässt uns nicht mehr herein',
    sentence:
      'C500 sieht deinen Kanal {channel} nicht mehr, und was du dort baust, zählt nicht als Nachweis. Neu verbinden dauert eine Minute.',
    link: 'Neu verbinden',
  },
  'application-received': {
    title: 'Deine Bewerbung ist da',
    sentence: 'Danke dir. Jemand aus dem C500-Team liest sie, und du hörst auf jeden Fall von uns.',
    link: 'Nächste Schritte ansehen',
  },
  certified: {
    title: 'Du bist zertifiziert',
    sentence:
      'Willkommen im Collective. Unterschreibe die Versprechen, verbinde Stripe und Twitch und öffne deinen ersten Drop.',
    link: 'Nächste Schritte ansehen',
  },
  'partner-proposed': {
    title: 'Ein Builder bietet dir einen Anteil an',
    sentence:
      '{builder} bietet dir {percent} % vom Erlös der Drops an, die ihr zusammen verkauft. Nimm an oder lehne ab mit /c500 partner.',
    link: 'So funktionieren Anteile',
  },
  'partner-answered': {
    title: 'Zum Anteil an einem Pool',
    sentence: '{who} {reason} ({percent} %).',
    link: 'So funktionieren Anteile',
  },
  vouched: {
    title: 'Ein Builder bürgt für dich',
    sentence: '{builder} hat sich für dich ausgesprochen. Das steht jetzt in deinem Pass.',
    link: 'Pass ansehen',
  },
  'case-opened': {
    title: 'Das Team hat deine Meldung',
    sentence: 'Was der Vault für {tag} ({title}) hält, bleibt dort, bis das Team entschieden hat. Du erfährst es hier.',
    link: 'Bestellung ansehen',
  },
  'case-decided-buyer': {
    title: 'Dein Fall ist entschieden',
    sentence:
      '{tag} ({title}): entschieden zugunsten von {infavourOf}. Zurück an die Käuferseite: {amount}. {reason} {postage} Wenn du es für falsch hältst, lege bis zum {until} auf der Bestellseite Einspruch ein: dann entscheidet jemand anderes aus dem Team.',
    link: 'Bestellung ansehen',
  },
  'case-decided-builder': {
    title: 'Ein Fall zu einer deiner Bestellungen ist entschieden',
    sentence:
      '{tag} ({title}): entschieden zugunsten von {infavourOf}. Zurück an die Käuferseite: {amount}. {reason} {postage} Wenn du es für falsch hältst, lege bis zum {until} auf der Bestellseite Einspruch ein: dann entscheidet jemand anderes aus dem Team.',
    link: 'Bestellung ansehen',
  },
  banned: {
    title: 'Du bist im C500-Netzwerk gesperrt',
    sentence:
      'Der Grund: {reason}. Deine offenen Bestellungen werden nach den Regeln abgewickelt. Du kannst Einspruch erheben: Schreib dem Team.',
    link: 'Deine Bestellungen',
  },
  'ban-lifted': {
    title: 'Deine Sperre ist aufgehoben',
    sentence: 'Du kannst wieder reservieren. Der Grund: {reason}',
    link: 'Offene Drops ansehen',
  },
  'room-open': {
    title: 'Euer Raum zur Bestellung',
    sentence:
      '{tag} ({title}) ist bezahlt. Hier sprechen die Käuferseite, {builder} und das Team miteinander; was gesagt wird, bleibt bei der Bestellung.',
    link: 'Bestellung ansehen',
  },
  'room-close': {
    title: 'Dieser Raum schließt',
    sentence: '{tag} ({title}) ist zu Ende, und damit auch dieser Raum. Was gesagt wurde, bleibt bei der Bestellung.',
    link: 'Bestellung ansehen',
  },
  'community-workshop': {
    title: 'In der Werkstatt',
    sentence: '**{builder}** ist live und baut. {text}',
    link: 'Live zusehen',
  },
  'community-live-drop': {
    title: 'Ein Live-Drop',
    sentence: '**{builder}** ist live mit {title}. {text}',
    link: 'Live zusehen',
  },
  'house-case-opened': {
    title: 'Ein neuer Fall',
    sentence: '{kind}: {about}. Ansehen mit /c500-desk fall.',
    link: 'Fall ansehen',
  },
  'house-application': {
    title: 'Jemand möchte mit uns bauen',
    sentence: '{nickname} hat sich beworben ({guild}): „{about}“ {links}',
    link: 'Zu den Bewerbungen',
  },
  'channel-drop-opened': { title: 'Ein Drop ist offen', sentence: '{title} ist offen: noch {left}.', link: 'Ansehen' },
  'channel-raffle-opened': {
    title: 'Eine Verlosung',
    sentence: '{title} wird verlost: {left} zu vergeben.',
    link: 'Ansehen',
  },
  'channel-sold-out': {
    title: 'Alles vergeben',
    sentence: 'Alle Exemplare von {title} sind vergeben. Danke!',
    link: 'Ansehen',
  },
  'channel-on-bench': {
    title: 'Auf der Werkbank',
    sentence: '{tag} liegt jetzt auf der Werkbank: {title} für {nickname}.',
    link: 'Zusehen',
  },
  'channel-finished': { title: 'Fertig', sentence: '{tag} ist fertig: {title} für {nickname}.', link: 'Ansehen' },
};
