import type { TranslatedTexts } from '../locales.ts';

/** What the bot says to and in communities by itself, and in order rooms, in German. */
export const federationTexts: TranslatedTexts['federation'] = {
  hello: {
    title: 'Danke, dass ich hier sein darf',
    sentence:
      'Ich bin C500. In {community} kann ich Drops handgebauter Tastaturen zeigen, sagen, wer gerade live baut, und private Räume für Bestellungen öffnen. Nichts geschieht, bevor du Kanäle gewählt hast: nimm dort `/c500 community`.',
  },
  problems: {
    'channel-lost': {
      title: 'Ein Kanal ist weg',
      sentence:
        'Den Kanal in {community}, den du für C500 gewählt hast, gibt es nicht mehr. Wähle mit `/c500 community` einen anderen; den Bestellungen macht das nichts.',
    },
    'card-removed': {
      title: 'Jemand hat eine Karte gelöscht',
      sentence:
        'In {community} hat jemand in {subject} die Karte eines Drops gelöscht. Ich poste sie dort nicht noch einmal, und keine Bestellung ist davon berührt. Sollen dort andere Drops stehen, wähle mit `/c500 community` Gilden und Builder aus.',
    },
    'may-not-post': {
      title: 'Ich darf in einem Kanal nicht schreiben',
      sentence:
        'In {community} darf ich in {subject} nicht schreiben. Lass C500 den Kanal bitte sehen und dort Nachrichten senden, oder wähle mit `/c500 community` einen anderen.',
    },
    'may-not-thread': {
      title: 'Ich darf keine Räume öffnen',
      sentence:
        'In {community} darf ich in {subject} keine privaten Threads öffnen. Lass C500 dort bitte private Threads erstellen und darin schreiben. Bis dahin sprechen die Leute einer Bestellung per Direktnachricht durch mich.',
    },
    'may-not-roles': {
      title: 'Ich darf eine Rolle nicht vergeben',
      sentence:
        'In {community} darf ich {subject} weder geben noch nehmen. Lass C500 bitte Rollen verwalten und zieh seine eigene Rolle über diese.',
    },
    'may-not-rename': {
      title: 'Ich darf einen Kanal nicht umbenennen',
      sentence: 'In {community} darf ich {subject} nicht umbenennen. Lass C500 diesen Kanal bitte verwalten.',
    },
    'may-not-ban': {
      title: 'Ich darf Sperren nicht ausführen',
      sentence:
        'In {community} sind die Sperren des C500-Netzwerks an, aber ich darf niemanden bannen. Lass C500 bitte Mitglieder bannen und den Server verwalten, oder schalte sie mit `/c500 community` aus.',
    },
  },
  thatChannel: 'diesem Kanal',
  thatRole: 'diese Rolle',
  liveCount: {
    none: 'niemand ist live',
    one: '🔴 1 Builder live',
    many: '🔴 {count} Builder live',
  },
  card: {
    waitlist: 'Auf die Warteliste',
    manage: 'Für den Builder',
    live: '🔴 gerade live',
  },
  audit: {
    live: 'C500: dieser Builder ist live',
    liveOver: 'C500: dieser Builder ist nicht mehr live',
    badge: 'C500: vom Collective zertifiziert',
    tier: 'C500: Stufe beim Kaufen',
    taken: 'C500: die Rolle gilt nicht mehr',
    ban: 'C500-Netzwerk: {reason}',
    lift: 'C500-Netzwerk: die Sperre wurde aufgehoben',
  },
  banFailed: {
    own: 'Das ist der Bot selbst.',
    owner: 'Dieser Person gehört die Community.',
    staff: 'Diese Person gehört zum Team der Community.',
    refused: 'Discord hat es dem Bot nicht erlaubt.',
    unknown: 'Discord kennt kein solches Konto.',
    notAllowed: 'Der Bot darf dort niemanden bannen.',
  },
  room: {
    name: '{tag} {title}',
    opened:
      '{buyer} {builder} Das ist der private Raum für **{tag}** ({title}). Nur ihr beide und das Team könnt ihn lesen; was hier gesagt wird, bleibt bei der Bestellung.',
    tooLarge:
      '{name} ist größer als {limit} und bleibt darum nicht bei der Bestellung. Schick gern eine kleinere Fassung.',
    notKept: '{name} konnte nicht bei der Bestellung aufgehoben werden. Schick es bitte noch einmal.',
    closed: '**{tag}** ({title}) ist zu Ende, und damit auch dieser Raum. Was gesagt wurde, bleibt bei der Bestellung.',
    full: 'Dieser Raum ist voll: Mehr wird nicht bei der Bestellung aufgehoben. Schreib bitte dem Team.',
  },
  relay: {
    openedBuyer:
      '**{tag}** ({title}) ist bezahlt. Schreib mir hier, und ich gebe es an {other} weiter; was du sagst, bleibt bei der Bestellung.',
    openedBuilder:
      '**{tag}** ({title}) ist bezahlt. Schreib mir hier, und ich gebe es an die Käuferseite weiter, an {other}; was du sagst, bleibt bei der Bestellung.',
    from: '**{name}** zu **{tag}**:',
    fileKept: '-# {name} ist zu viel für eine Nachricht: Es liegt bei der Bestellung.',
    passed: 'Weitergegeben.',
    which: 'Um welche Bestellung geht es?',
    choose: 'Wähle eine Bestellung',
    notPassed: 'Das konnte ich nicht weitergeben: {reason}',
    closedDirect: '{name} nimmt gerade keine Direktnachrichten an. Es liegt bei der Bestellung, dort ist es zu lesen.',
    gone: 'Diese Nachricht kann ich nicht mehr lesen. Schick sie bitte noch einmal.',
    nobody:
      'Du hast keinen offenen Bestellraum. Deine Bestellungen zeigt `/c500 bestellungen`, alles andere `/c500 hilfe`.',
  },
  notices: {
    seeOrders: '<@{id}> Ich konnte dir nicht direkt schreiben: Sieh mit `/c500 bestellungen` nach.',
    closedToldInRoom: 'Direktnachrichten sind zu; im Raum der Bestellung gesagt',
    closedToldBriefly: 'Direktnachrichten sind zu; in einem Kanal gebeten nachzusehen',
    noPlace: 'dort ist kein Kanal gewählt',
    tooLate: 'es war keine Neuigkeit mehr',
    notReached: 'war nicht zu erreichen: {reason}',
  },
};
