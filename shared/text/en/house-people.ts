/** What the staff's acts about cases and people do, in a sentence, before somebody confirms them. */
export const housePeopleTexts = {
  takeCase:
    'Take on the case about {about} ({kind}, reported by {by}). You decide it. {about} is told what was reported and has three days to answer.',
  takeDropCase: 'Take on the case about a drop of {about}, reported by {by}. You decide it. {about} is not told.',
  takeOver: 'Take over the case about {about} from {nickname}. You decide it, and clocks that run go on running.',
  takeAppeal: 'Take on the appeal in the case about {about}: {side} appealed. You decide it, and that is final.',
  decidePart:
    'Decide the case about {about} for the buyer in part: {part} of {amount} for {tag} ({title}) goes back to {buyer}, and the order goes on.',
  refundPart: 'Refund {part} of {amount} for {tag} ({title}) to its buyer {buyer}. The order of {builder} goes on.',
  /** What is added to the sentence of a decision. */
  beside: {
    postage: {
      buyer: 'The buyer pays return postage.',
      builder: 'The builder pays return postage.',
      house: 'C500 pays return postage.',
    },
    mayAnswer: { buyer: 'The buyer may still answer.', builder: 'The builder may still answer.' },
    takesBack: '{back} of it was released, and is taken back from those who were paid.',
    final: 'This is final.',
    refundStays: 'What was refunded stays with the buyer: only the record changes.',
    dropStays: 'The drop itself stays as it is.',
  },
  sides: { buyer: 'the buyer', builder: 'the builder' },
  decline: 'Decline the application of {nickname} to build ({guild}). They are told why, and may apply again.',
  strike: 'Give {nickname} a strike for their conduct. It counts for a year, and they are told why.',
  liftStrike: 'Lift the strike of {nickname} ({why}). It counts no more, and they are told.',
  strikes: {
    'proof-late': 'a first proof that came too late',
    'scan-late': 'a parcel that was sent too late',
    'lost-dispute': 'a lost dispute',
    'unfounded-dispute': 'an unfounded dispute',
    conduct: 'conduct',
  },
} as const;
