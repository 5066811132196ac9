/** What an act of the staff does, in a sentence, before somebody confirms it. */
export const houseTexts = {
  acts: {
    certify: 'Certify {nickname} as a builder, in these guilds: {guilds}.',
    refund: 'Refund {amount} for {tag} ({title}) to its buyer {buyer}. {builder} gets nothing for it.',
    freeze: 'Freeze {tag} ({title}) of {builder}: {held} stays in the Vault until somebody thaws it.',
    thaw: 'Thaw {tag} ({title}) of {builder}, frozen for “{freeze}”: {held} may leave the Vault again when its time has come.',
    release:
      'Release {held} for {tag} ({title}) now, although the rules still ask for a proof: {legs}. It cannot be taken back.',
    leg: '{amount} to {nickname}',
    ban: 'Ban {nickname} from the network: {accounts}. Open orders are settled as the rules say, and communities that want it ban the Discord account.',
    liftBan: 'Lift the ban of {nickname}. They may claim again, and communities that banned them for us lift it too.',
    decideForBuyer: 'Decide the case about {about} for the buyer: {amount} for {tag} ({title}) goes back to {buyer}.',
    decideForBuilder:
      'Decide the case about {about} for the builder: {tag} ({title}) goes on as if nothing had been reported.',
    closeForBuyer: 'Decide the case about {about} for {by}. No money moves.',
    closeForBuilder: 'Decide the case about {about} for {about}. No money moves.',
    settleFlag: 'Settle the flag “{kind}” about {about}: it was looked at. What it is about stays as it is.',
    fileDispute:
      'Send the evidence for {tag} ({title}) to the bank now: {amount} is disputed. The builder can add nothing more, and a bank reads it once.',
    retryEffect: 'Try “{kind}” of {tag} again now. It has the key of the tries before, so it is done once at most.',
  },
  /** What a case is about, as staff is told of it. */
  reports: {
    late: 'Late',
    damaged: 'Damaged',
    'not-as-shown': 'Not as shown',
    'not-arrived': 'Not arrived',
    conduct: 'Conduct',
    drop: 'A drop',
  },
  listed: ', ',
} as const;
