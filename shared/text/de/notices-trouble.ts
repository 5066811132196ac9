import type { troubleNotices as english } from '../en/notices-trouble.ts';

/** What people are told when money or people are in trouble, and of raffles, in German. */
export const troubleNotices: Record<
  keyof typeof english,
  { readonly title: string; readonly sentence: string; readonly link: string }
> = {
  'refunded-part-buyer': {
    title: 'Ein Teil deines Geldes ist auf dem Rückweg',
    sentence: '{amount} von {tag} ({title}) gehen an dich zurück: {reason}. Mit dem Rest geht es weiter wie bisher.',
    link: 'Bestellung ansehen',
  },
  'refunded-part-builder': {
    title: 'Ein Teil einer Bestellung wurde erstattet',
    sentence: '{amount} von {tag} ({title}) gehen zurück: {reason}. Die Bestellung geht weiter.',
    link: 'Bestellung ansehen',
  },
  owed: {
    title: 'Du schuldest C500 {amount}',
    sentence:
      '{tag} ({title}) wurde erstattet, nachdem das Geld schon weitergegeben war, und Stripe konnte nur einen Teil zurückholen. {amount} werden von deiner nächsten Freigabe einbehalten.',
    link: 'Bestellung ansehen',
  },
  withheld: {
    title: '{amount} wurden einbehalten',
    sentence: 'Von der Freigabe für {tag} ({title}) wurden {amount} einbehalten, weil du sie schuldig warst.',
    link: 'Bestellung ansehen',
  },
  'remind-proof': {
    title: 'Ein Versprechen wird fällig',
    sentence:
      'Der erste Nachweis für {tag} ({title}) ist fällig: {due}. Zeig die Arbeit im Stream, oder verschicke sie.',
    link: 'Bestellung ansehen',
  },
  'remind-scan': {
    title: 'Auf ein Paket wird gewartet',
    sentence: '{tag} ({title}) sollte bis zum {due} beim Versanddienst sein.',
    link: 'Bestellung ansehen',
  },
  'scan-promise-broken': {
    title: 'Deine Bestellung wurde nicht rechtzeitig verschickt',
    sentence:
      '{builder} wollte {tag} ({title}) bis jetzt verschicken, und kein Versanddienst hat das Paket. Du kannst dein ganzes Geld zurücknehmen, mehr Tage geben oder warten.',
    link: 'Entscheiden',
  },
  'days-granted': {
    title: 'Du hast mehr Zeit bekommen',
    sentence: 'Für {tag} ({title}) hast du {days} Tage mehr. Fällig ist es jetzt am {due}.',
    link: 'Bestellung ansehen',
  },
  'frozen-buyer': {
    title: 'Deine Bestellung ist angehalten',
    sentence: '{tag} ({title}) ist angehalten: {reason}. Dein Geld bleibt im Vault, bis darüber entschieden ist.',
    link: 'Bestellung ansehen',
  },
  'frozen-builder': {
    title: 'Eine Bestellung ist angehalten',
    sentence:
      '{tag} ({title}) ist angehalten: {reason}. Was im Vault ist, bleibt dort, bis darüber entschieden ist. Antworte auf der Bestellseite, wenn du es anders siehst.',
    link: 'Bestellung ansehen',
  },
  'parcel-moving': {
    title: 'Dein Paket ist unterwegs',
    sentence: '{carrier} hat {tag} ({title}): Nummer {number}.',
    link: 'Verfolgen',
  },
  'parcel-doubtful': {
    title: 'Etwas an einem Paket passt nicht',
    sentence:
      'Was der Versanddienst über {tag} ({title}) meldet, passt nicht zur Bestellung: {reason}. Bitte prüfe die Nummer.',
    link: 'Bestellung ansehen',
  },
  'case-taken-builder': {
    title: 'Bitte erzähl uns deine Seite',
    sentence:
      'Jemand hat {tag} ({title}) gemeldet: {report}. Du kannst bis zum {until} auf der Bestellseite antworten. Dann entscheidet unser Team.',
    link: 'Antworten',
  },
  'case-answered': {
    title: 'Die andere Seite hat geantwortet',
    sentence: 'Im Fall um {tag} ({title}) gibt es eine Antwort.',
    link: 'Lesen',
  },
  'case-final': {
    title: 'Der Einspruch ist entschieden',
    sentence:
      '{tag} ({title}): entschieden zugunsten von {infavourOf}. Damit zurück an die Käuferseite: {amount}. {reason} {postage} Diese Entscheidung gilt.',
    link: 'Bestellung ansehen',
  },
  'case-appealed': {
    title: 'Es gibt einen Einspruch',
    sentence: 'Die Entscheidung über {tag} ({title}) wird noch einmal geprüft, von jemand anderem aus unserem Team.',
    link: 'Bestellung ansehen',
  },
  'dispute-opened-builder': {
    title: 'Eine Zahlung wird angefochten',
    sentence:
      'Die Bank stellt {amount} für {tag} ({title}) infrage. Wir antworten mit dem, was wir haben. Ergänze bis zum {until}, was du hast.',
    link: 'Belege ergänzen',
  },
  'dispute-filed-builder': {
    title: 'Wir haben der Bank geantwortet',
    sentence: 'Die Belege für {tag} ({title}) sind bei der Bank. Ihre Entscheidung kann zwei Monate dauern.',
    link: 'Bestellung ansehen',
  },
  'dispute-won-builder': {
    title: 'Eine Anfechtung ist gewonnen',
    sentence: 'Die Bank hat für {tag} ({title}) entschieden. Die Bestellung geht weiter.',
    link: 'Bestellung ansehen',
  },
  'dispute-lost-builder': {
    title: 'Eine Anfechtung ist verloren',
    sentence: 'Die Bank hat {amount} für {tag} ({title}) zurückgegeben. {reason}',
    link: 'Bestellung ansehen',
  },
  'dispute-closed-buyer': {
    title: 'Deine Bank hat entschieden',
    sentence: 'Die Anfechtung zu {tag} ({title}) ist abgeschlossen: {reason}.',
    link: 'Bestellung ansehen',
  },
  struck: {
    title: 'Eine Verwarnung',
    sentence:
      '{reason} Eine Verwarnung zählt ein Jahr lang. Wenn du sie für falsch hältst, lege beim C500-Team Einspruch ein.',
    link: 'Pass ansehen',
  },
  'strike-lifted': {
    title: 'Eine Verwarnung wurde aufgehoben',
    sentence: 'Sie zählt nicht mehr: {reason}',
    link: 'Pass ansehen',
  },
  'application-declined': {
    title: 'Zu deiner Bewerbung',
    sentence: 'Wir können dich gerade nicht als Builder aufnehmen: {reason} Du kannst dich wieder bewerben.',
    link: 'Schritte ansehen',
  },
  'raffle-entered': {
    title: 'Du bist bei der Verlosung dabei',
    sentence: 'Du nimmst an der Verlosung von {title} teil. Gezogen wird am {when}.',
    link: 'Drop ansehen',
  },
  'raffle-not-drawn': {
    title: 'Es wurde gezogen',
    sentence:
      'Die Exemplare von {title} gingen an andere. In der Reihenfolge der Ziehung bist du Nummer {place}, falls eines frei wird.',
    link: 'Ziehung ansehen',
  },
  'house-flag': { title: 'Etwas zum Ansehen', sentence: '{kind}: {about}.', link: 'Zum Desk' },
  'house-dispute': {
    title: 'Eine Anfechtung',
    sentence: '{amount} für {tag} werden angefochten ({reason}). Beantwortet wird es von selbst am {until}.',
    link: 'Zum Desk',
  },
  'house-appeal': {
    title: 'Ein Einspruch',
    sentence:
      '{about} legt Einspruch gegen die Entscheidung im Fall {case} ein. Jemand anderes aus dem Team entscheidet.',
    link: 'Zum Desk',
  },
};
