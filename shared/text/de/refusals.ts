import type { RefusalCode } from '../../refusals.ts';
import { troubleRefusals } from './refusals-trouble.ts';

/** For each refusal: what happened, and what the person can do next, in German. */
export const refusalTexts: Record<RefusalCode, { readonly sentence: string; readonly remedy: string }> = {
  ...troubleRefusals,
  'not-found': {
    sentence: 'Das konnten wir nicht finden.',
    remedy: 'Prüfe den Link oder den Bestell-Tag und versuch es noch einmal.',
  },
  'bad-input': {
    sentence: 'Etwas daran konnten wir nicht lesen.',
    remedy: 'Sieh dir die markierten Felder an und schick es noch einmal.',
  },
  'not-signed-in': {
    sentence: 'Wir müssen erst wissen, wer du bist.',
    remedy: 'Melde dich mit Discord oder Twitch an.',
  },
  'not-yours': {
    sentence: 'Das gehört jemand anderem.',
    remedy: 'Melde dich mit dem Konto an, das du benutzt hast, oder frag den Builder.',
  },
  'identity-not-shared': {
    sentence: 'Twitch hat uns noch nicht gesagt, wer du bist.',
    remedy: 'Teile dem Panel deine Identität mit und reserviere dann.',
  },
  'too-many-requests': {
    sentence: 'Das war uns ein bisschen zu schnell.',
    remedy: 'Warte eine Minute und versuch es noch einmal. Nichts ist verloren.',
  },
  'upstream-unavailable': {
    sentence: 'Ein Partner von uns antwortet gerade nicht.',
    remedy: 'Deine Bestellung ist sicher. Versuch es in einer Minute noch einmal.',
  },
  'conflict-try-again': {
    sentence: 'Etwas hat sich geändert, während wir hingesehen haben.',
    remedy: 'Versuch es noch einmal.',
  },
  'not-allowed-now': {
    sentence: 'Das geht nicht, solange die Bestellung in diesem Zustand ist: {state}.',
    remedy: 'Die Bestellseite zeigt, was jetzt möglich ist.',
  },
  'not-a-builder': {
    sentence: 'Das können nur zertifizierte Builder.',
    remedy: 'Möchtest du einer werden? Bewirb dich mit /c500 bewerben.',
  },
  'promises-not-signed': {
    sentence: 'Die aktuellen Versprechen sind noch nicht unterschrieben.',
    remedy: 'Lies und unterschreibe den Vibe Check und den Shipping Standard, dann öffne den Drop.',
  },
  'shipping-not-said': {
    sentence: 'Du hast noch nicht gesagt, wohin du verschickst und für wie viel.',
    remedy: 'Wähle unter dem Shipping Standard wenigstens ein Land mit seinem Preis (/c500 einrichten führt dich hin).',
  },
  'party-cannot-be-paid': {
    sentence: '{party} kann noch keine Überweisungen annehmen.',
    remedy: 'Schließ die Anmeldung bei Stripe ab, dann öffne den Drop.',
  },
  'price-unreadable': {
    sentence: '„{typed}“ konnten wir nicht als Preis lesen.',
    remedy: 'Schreib ihn wie 450, $450.00 oder 1,250.50.',
  },
  'price-too-low': { sentence: 'Ein Drop kostet mindestens {least}.', remedy: 'Setz einen höheren Preis.' },
  'price-too-high': {
    sentence: 'Ein Drop kostet höchstens {most}.',
    remedy: 'Prüfe den Dezimalpunkt, oder sprich mit dem Team.',
  },
  'promise-too-long': {
    sentence: 'Versprochen werden dürfen höchstens {days} Tage.',
    remedy: 'Versprich weniger Tage.',
  },
  'bad-picture': {
    sentence: 'Dieses Bild konnten wir nicht verwenden.',
    remedy: 'Schick ein PNG, JPEG oder WebP mit höchstens 8 MB.',
  },
  'bad-link': { sentence: 'Diesen Link können wir nicht zeigen.', remedy: 'Nimm einen vollständigen https://-Link.' },
  'partner-not-agreed': {
    sentence: '{party} hat noch keinem Anteil zugestimmt.',
    remedy: 'Biete mit /c500 partner einen Anteil an und öffne den Drop, sobald zugestimmt wurde.',
  },
  'offer-changed': {
    sentence: 'Dieses Angebot gilt nicht mehr.',
    remedy: 'Sieh mit /c500 partner nach, was jetzt gilt.',
  },
  'partner-self': { sentence: 'Das bist du selbst.', remedy: 'Wähle jemand anderen.' },
  'not-your-drop': { sentence: 'Dieser Drop gehört einem anderen Builder.', remedy: 'Wähle einen von deinen.' },
  'drop-changed': {
    sentence: 'Der Drop hat sich geändert, seit du das Formular geöffnet hast.',
    remedy: 'Sieh ihn dir noch einmal an und bearbeite, was jetzt da ist.',
  },
  'too-many-units': { sentence: 'Ein Drop darf höchstens {most} Exemplare haben.', remedy: 'Nimm weniger dazu.' },
  'announced-lately': {
    sentence: 'Das hast du allen gerade erst gesagt.',
    remedy: 'Ab {when} kannst du es ihnen wieder sagen.',
  },
  'already-applied': {
    sentence: 'Deine Bewerbung liegt bei unserem Team.',
    remedy: 'Du hörst von uns, sobald sie jemand gelesen hat.',
  },
  banned: {
    sentence: 'Dieses Konto ist im C500-Netzwerk gesperrt ({reason}).',
    remedy: 'Deine Bestellungen kannst du weiter sehen. Für einen Einspruch schreib dem Team.',
  },
  'not-banned': { sentence: 'Dieses Konto ist nicht gesperrt.', remedy: 'Prüfe, wen du gemeint hast.' },
  'not-staff': {
    sentence: 'Das kann nur das C500-Team.',
    remedy: 'Bitte jemanden aus dem Team, deine Rolle zu prüfen.',
  },
  'vouch-needs-order': {
    sentence: 'Ein Builder bürgt für jemanden, mit dem eine Bestellung abgeschlossen ist.',
    remedy: 'Komm wieder, wenn eine eurer Bestellungen abgeschlossen ist.',
  },
  'already-vouched': { sentence: 'Du hast schon für diese Person gebürgt.', remedy: 'Einmal genügt; es gilt.' },
  'case-open': {
    sentence: 'Dazu gibt es schon einen offenen Fall.',
    remedy: 'Das Team hat ihn. Du hörst von uns, wenn er entschieden ist.',
  },
  'case-decided': {
    sentence: 'Dieser Fall ist entschieden.',
    remedy: 'Öffne einen neuen, wenn etwas anderes passiert ist.',
  },
  'already-certified': { sentence: 'Diese Person ist schon zertifiziert.', remedy: 'Es ist nichts mehr zu tun.' },
  'act-of-another': {
    sentence: 'Das hat jemand anderes aus dem Team vorbereitet.',
    remedy: 'Bereite es selbst vor, damit du bestätigst, was du gelesen hast.',
  },
  'act-expired': {
    sentence: 'Das wurde vor zu langer Zeit vorbereitet.',
    remedy: 'Bereite es noch einmal vor und bestätige es dann.',
  },
  'own-matter': {
    sentence: 'Das ist deine eigene Sache.',
    remedy: 'Bitte jemanden aus dem Team, der keinen Anteil daran hat.',
  },
  'act-changed': {
    sentence: 'Das hätte jetzt andere Folgen, als da steht.',
    remedy: 'Bereite es noch einmal vor und lies es noch einmal.',
  },
  'link-refused': {
    sentence: 'Diese beiden Konten können nicht verknüpft werden ({reason}).',
    remedy: 'Schreib dem Team, wenn du meinst, dass sie es sollten.',
  },
  'room-closed': {
    sentence: 'Dieser Raum ist geschlossen.',
    remedy: 'Die Bestellseite zeigt weiterhin alles daraus.',
  },
  'file-too-large': { sentence: 'Diese Datei ist größer als {most}.', remedy: 'Schick eine kleinere.' },
  'too-many-messages': {
    sentence: 'Dieser Raum ist voll.',
    remedy: 'Schreibt euch direkt, oder dem Team, wenn etwas nicht stimmt.',
  },
  'sign-in-failed': {
    sentence: 'Discord hat nicht bestätigt, wer du bist.',
    remedy: 'Schließ die Aktivität und öffne sie noch einmal.',
  },
  'activity-unknown': {
    sentence: 'Discord kennt keine solche Aktivität mit dir darin.',
    remedy: 'Öffne die Aktivität noch einmal aus dem Kanal.',
  },
  'proxy-unproved': { sentence: 'Das kam nicht über Discord.', remedy: 'Öffne die Aktivität in Discord.' },
  'drop-not-open': {
    sentence: 'Dieser Drop ist nicht offen.',
    remedy: 'Sieh dir die anderen Drops des Builders an, oder komm später wieder.',
  },
  'drop-closed': {
    sentence: 'Dieser Drop ist geschlossen, und ein geschlossener Drop bleibt es.',
    remedy: 'Biete ihn als neuen Drop an.',
  },
  'sold-out': {
    sentence: 'Alle Exemplare dieses Drops sind vergeben.',
    remedy: 'Endet eine Reservierung, wird eines frei. Behalte ihn im Auge.',
  },
  'own-drop': { sentence: 'Deinen eigenen Drop kannst du nicht nehmen.', remedy: 'Überlass ihn den anderen.' },
  'one-each': {
    sentence: 'Bei diesem Drop gibt es höchstens {limit} pro Person, und du hast deines.',
    remedy: 'Deine Bestellseite zeigt, wie es steht.',
  },
  'tier-too-low': {
    sentence: 'Dafür brauchst du die Stufe {tier}.',
    remedy: 'Verknüpfe ein zweites Konto oder schließ eine Bestellung ab, dann öffnet es sich.',
  },
  'exposure-too-high': {
    sentence: 'Du hast so viel offen, wie deine Stufe auf einmal erlaubt.',
    remedy: 'Sobald etwas davon erledigt ist, kannst du das hier nehmen.',
  },
  'vip-only': {
    sentence: 'Dieser Drop ist für VIPs.',
    remedy: 'Drei abgeschlossene Bestellungen machen dich dazu.',
  },
  'early-bird': {
    sentence: 'Hier sind VIPs zuerst dran. Für alle öffnet es am {when}.',
    remedy: 'Komm dann wieder. Drei abgeschlossene Bestellungen machen dich zum VIP.',
  },
  'waitlist-first': {
    sentence: 'Für diesen Drop stehen Leute an, und das nächste Exemplar gehört ihnen.',
    remedy: 'Stell dich an. Wir sagen dir, wenn du an der Reihe bist.',
  },
  'not-sold-out': {
    sentence: 'Es gibt noch Exemplare, also gibt es nichts zu warten.',
    remedy: 'Nimm jetzt eines.',
  },
  'waitlist-full': {
    sentence: 'Die Warteliste dieses Drops ist voll.',
    remedy: 'Sieh dir die anderen Drops des Builders an.',
  },
  'live-only': {
    sentence: 'Diesen Drop gibt es nur, solange der Builder live ist.',
    remedy: 'Folge dem Kanal und komm wieder, wenn er live ist.',
  },
  'paused-after-lapses': {
    sentence: 'Heute sind drei deiner Reservierungen verfallen, darum ist jetzt Pause.',
    remedy: 'Ab {when} kannst du wieder reservieren.',
  },
  'claim-ended': {
    sentence: 'Diese Reservierung ist vorbei, und das Exemplar ist wieder frei.',
    remedy: 'Reserviere neu, wenn noch eines da ist. Dir wurde nichts berechnet.',
  },
  'already-paid': {
    sentence: 'Diese Bestellung ist schon bezahlt.',
    remedy: 'Es ist nichts mehr zu zahlen. Die Bestellseite zeigt, wie es steht.',
  },
  'country-not-served': {
    sentence: 'Dorthin verschickt der Builder nicht.',
    remedy: 'Wähle eines der gezeigten Länder.',
  },
  'cookies-needed': {
    sentence: 'Dein Browser hat kein Cookie behalten, darum können wir ihm diese Zahlung nicht zuordnen.',
    remedy: 'Erlaube Cookies für diese Seite und öffne den Link noch einmal.',
  },
  'pay-code-unknown': {
    sentence: 'Diesen Zahlcode kennen wir nicht, oder die Reservierung ist vorbei.',
    remedy: 'Prüfe die Buchstaben, oder reserviere neu.',
  },
  'pay-code-elsewhere': {
    sentence: 'Dieser Zahlcode wird schon in einem anderen Browser benutzt.',
    remedy: 'Bezahle dort, oder melde dich mit dem Konto an, das reserviert hat.',
  },
  'near-miss': {
    sentence: '{typed} sieht aus wie ein Bestell-Tag, aber ein Zeichen stimmt nicht.',
    remedy: 'Vergleiche ihn mit der Bestellung und tippe ihn noch einmal.',
  },
  'no-tag': { sentence: 'Darin steht kein Bestell-Tag.', remedy: 'Ein Bestell-Tag sieht aus wie C5-7K3QF2M.' },
  'unknown-tag': {
    sentence: 'Keine Bestellung hat den Tag {tag}.',
    remedy: 'Vergleiche ihn mit der Bestellung und tippe ihn noch einmal.',
  },
  'not-the-broadcaster': {
    sentence: 'Nur wer streamt, kann eine Bestellung auf die Werkbank legen.',
    remedy: 'Bitte den Builder, den Tag zu tippen.',
  },
  'shared-chat': {
    sentence: 'Diese Zeile kam aus einem anderen Kanal eines geteilten Chats.',
    remedy: 'Tippe den Tag in deinen eigenen Chat.',
  },
  'no-builder-channel': {
    sentence: 'Dieser Kanal ist mit keinem Builder verbunden.',
    remedy: 'Verbinde den Kanal in den Einstellungen der Erweiterung.',
  },
  'not-your-order': { sentence: 'Diese Bestellung gehört einem anderen Builder.', remedy: 'Prüfe den Tag.' },
  'channel-offline': {
    sentence: 'Dein Kanal ist offline, darum kann das nicht als live zählen.',
    remedy: 'Geh live und versuch es dann noch einmal.',
  },
  'order-not-paid': {
    sentence: 'Diese Bestellung ist noch nicht bezahlt.',
    remedy: 'Warte, bis sie bezahlt ist, und tippe den Tag dann noch einmal.',
  },
  'order-refunded': {
    sentence: 'Diese Bestellung wurde erstattet.',
    remedy: 'Bau sie nicht. In deiner Warteschlange steht die nächste.',
  },
  'order-ended': { sentence: 'Diese Bestellung ist zu Ende.', remedy: 'In deiner Warteschlange steht die nächste.' },
  'already-proved': {
    sentence: 'Der Stream-Nachweis dieser Bestellung zählt schon.',
    remedy: 'Mehr ist nicht nötig.',
  },
  'already-on-bench': { sentence: 'Diese Bestellung liegt schon auf der Werkbank.', remedy: 'Bau weiter.' },
  'bench-full': {
    sentence: 'Drei Bestellungen liegen auf der Werkbank, mehr passen nicht.',
    remedy: 'Mach eine fertig und tagge dann die nächste.',
  },
  'too-many-notes': {
    sentence: 'Diese Bestellung hat so viele Notizen und Fotos, wie sie fassen kann.',
    remedy: 'Die vorhandenen bleiben bei der Bestellung.',
  },
  'channel-of-another': {
    sentence: 'Dieser Twitch-Kanal ist mit einem anderen Builder verbunden.',
    remedy: 'Melde dich bei Twitch mit deinem eigenen Kanal an, oder schreib dem Team, wenn das deiner ist.',
  },
  'account-of-another': {
    sentence: 'Dieses Twitch-Konto gehört bei C500 jemand anderem.',
    remedy:
      'Wenn beide deine sind, verknüpfe sie zuerst: /c500 verifizieren auf Discord führt dorthin. Sonst melde dich mit deinem eigenen an.',
  },
  'consent-refused': {
    sentence: 'Twitch hat keine Erlaubnis bekommen, darum ist der Kanal nicht verbunden.',
    remedy: 'Fang in den Einstellungen der Erweiterung noch einmal an, wenn du so weit bist.',
  },
  'link-used': {
    sentence: 'Dieser Link wurde schon benutzt oder ist zu alt.',
    remedy: 'Hol dir dort, woher er kam, einen neuen.',
  },
  'wrong-channel': {
    sentence: 'Du hast als {login} zugestimmt, aber dieser Link ist für einen anderen Kanal.',
    remedy: 'Melde dich bei Twitch mit dem Konto des Kanals an und öffne den Link noch einmal.',
  },
  'unlink-first': {
    sentence: 'Dein Kanal {channel} ist schon verbunden.',
    remedy: 'Trenne ihn erst in den Einstellungen der Erweiterung. Bis dahin bezahlte Bestellungen bleiben bei ihm.',
  },
  'channel-linked-later': {
    sentence: 'Diese Bestellung wurde bezahlt, bevor dieser Kanal verbunden war.',
    remedy: 'Bau sie auf dem Kanal, der damals verbunden war, oder weise sie durch den Versand nach.',
  },
  'tracking-unreadable': {
    sentence: 'Das liest sich nicht wie eine Sendungsnummer von {carrier}.',
    remedy: 'Schreib sie vom Etikett ab und versuch es noch einmal.',
  },
  'tracking-reused': {
    sentence: 'Diese Sendungsnummer wurde schon für eine andere Bestellung benutzt.',
    remedy: 'Prüfe das Etikett. Jedes Paket hat eine eigene Nummer.',
  },
  frozen: {
    sentence: 'Diese Bestellung ist angehalten: {reason}.',
    remedy: 'Das Team entscheidet. Du kannst auf der Bestellseite antworten.',
  },
  'already-released': {
    sentence: 'Das Geld dieser Bestellung ist freigegeben.',
    remedy: 'Melde ein Problem auf der Bestellseite, und das Team sieht es sich an.',
  },
  'nothing-held': {
    sentence: 'Der Vault hält für diese Bestellung nichts.',
    remedy: 'Die Bestellseite zeigt, wohin das Geld gegangen ist.',
  },
  'not-broken-yet': {
    sentence: 'Der Builder hat noch Zeit bis zum {when}.',
    remedy: 'Ist bis dahin nichts gezeigt, kannst du dein Geld hier zurücknehmen.',
  },
};
