import type { TranslatedTexts } from '../locales.ts';

/** The panel on which a community's admins set C500 up, in German. */
export const communityTexts: TranslatedTexts['bot']['discord']['community'] = {
  title: 'C500 in {name}',
  sections: { home: 'Überblick', channels: 'Kanäle', shows: 'Gezeigt', roles: 'Rollen', badges: 'Abzeichen' },
  sentence: 'Wähle, was wohin gehört. Jede Wahl gilt sofort.',
  problems: 'Was uns gerade aufhält',
  problem: {
    'channel-lost': 'Den Kanal {subject} gibt es nicht mehr. Wähle einen anderen.',
    'card-removed': 'In {subject} hat jemand eine Karte gelöscht. Dieser Drop wird dort nicht mehr gezeigt.',
    'may-not-post':
      'In {subject} dürfen wir nicht schreiben. Gib uns dort „Kanal ansehen“, „Nachrichten senden“ und „Dateien anhängen“.',
    'may-not-thread':
      'In {subject} dürfen wir keine privaten Threads öffnen. Gib uns dort „Private Threads erstellen“.',
    'may-not-roles':
      'Die Rolle {subject} dürfen wir nicht vergeben. Gib uns „Rollen verwalten“ und zieh unsere Rolle über sie.',
    'may-not-rename': '{subject} dürfen wir nicht umbenennen. Gib uns dort „Kanäle verwalten“.',
    'may-not-ban': 'Hier dürfen wir niemanden bannen. Gib uns „Mitglieder bannen“ und „Server verwalten“.',
  },
  settings: {
    dropsChannelId: { label: 'Drops', about: 'Wo die Karten der Drops erscheinen' },
    announcementsChannelId: { label: 'Ansagen', about: 'Wo Builder sagen, dass sie live sind' },
    roomsChannelId: { label: 'Bestellräume', about: 'Unter welchem Kanal private Räume zu Bestellungen entstehen' },
    liveCountChannelId: { label: 'Live-Anzeige', about: 'Ein Kanal, dessen Name sagt, wie viele Builder live sind' },
    liveRoleId: { label: 'Jetzt live', about: 'Die Rolle von Buildern, solange sie live sind' },
    alertRoleId: { label: 'Drop-Alarm', about: 'Die Rolle, die bei einem Live-Drop erwähnt wird' },
    member: { label: 'Mitglieder', about: 'Die Rolle für alle, die auf der Stufe Mitglied kaufen' },
    vip: { label: 'VIPs', about: 'Die Rolle für alle, die auf der Stufe VIP kaufen' },
    badge: { label: 'Abzeichen {guild}', about: 'Die Rolle zertifizierter Builder dieses Handwerks' },
  },
  none: 'Nichts gewählt',
  guilds: {
    label: 'Gilden',
    about: 'Welches Handwerk gezeigt wird; wählst du keines, sind es alle',
    all: 'alle Gilden',
  },
  builders: {
    label: 'Builder',
    about: 'Wessen Drops gezeigt werden; wählst du niemanden, sind es alle',
    all: 'alle Builder',
    some: '{count} Builder',
    nobody: 'Noch ist niemand als Builder zertifiziert.',
    page: 'Builder {from} bis {to}',
    next: 'Weitere Builder',
    everyone: 'Alle zeigen',
  },
  bans: {
    on: 'Netzwerk-Sperren sind **an**: Wen das C500-Netzwerk sperrt, den bannen wir auch hier, und holen die Person zurück, wenn die Sperre endet.',
    off: 'Netzwerk-Sperren sind **aus**: Wir bannen hier niemanden.',
    turnOn: 'Netzwerk-Sperren einschalten',
    turnOff: 'Netzwerk-Sperren ausschalten',
  },
  notHere: 'Das geht nur in einer Community.',
  notHereRemedy: 'Öffne es in der Community, um die du dich kümmerst.',
  notAdmin: 'Das ist für alle, die die Community verwalten dürfen.',
  notAdminRemedy: 'Frag jemanden mit dem Recht „Server verwalten“.',
  powerful: 'Diese Rolle darf die Community verwalten oder moderieren. Deshalb geben wir sie niemandem.',
  powerfulRemedy: 'Wähle oder erstelle eine Rolle ohne solche Rechte.',
};
