/**
 * What the builder's own pages on Twitch say: the configuration and the live desk. A stream may show either at any moment, so nothing
 * here speaks of a buyer but by nickname and order tag.
 */
export const deskTexts = {
  notOnTwitch: 'This page lives on Twitch',
  notOnTwitchSentence: 'Open it from your Creator Dashboard, under Extensions, and your workshop appears.',
  notTheBroadcaster: 'This page is for the broadcaster',
  notTheBroadcasterSentence:
    'Only the channel’s own account can open it. Ask them to sign in to Twitch, or have a look at the panel below the stream.',

  connect: {
    title: 'C500 and your channel',
    loading: 'Looking at how your channel is connected',
    connectedSince: 'Connected as {login} since {when}',
    notConnected: 'Not connected yet',
    belongsTo: 'The workshop of {builder}',
    completed: '{count} orders completed',
    completedOne: 'One order completed',
    progress: '{done} of {all} done',
    checks: 'What proof needs',
    next: 'Next',
    connectButton: 'Connect with Twitch',
    reconnectButton: 'Reconnect with Twitch',
    lookAgain: 'I have done it, look again',
    looking: 'Looking…',
    newTab: '(opens in a new tab)',
    asks: 'A new tab opens. You sign in with us, and Twitch asks you for three things: to read your chat, to set markers in your stream, and to make clips. Nothing is ever posted as you.',
    waiting: 'Waiting for you in the other tab',
    waitingSentence: 'Say yes at Twitch, then come back. This page notices by itself.',
    waitingClosed: 'Closed the tab? Press the button again for a fresh link.',
    allSet: 'All set',
    allSetSentence: 'Go live and type an order tag in your chat, or use the live desk. We keep the minutes.',
    working: 'Nearly there',
    workingSentence: 'We are setting up the rest. It takes a minute, and there is nothing you have to do.',

    ended: {
      unlinked: {
        title: 'You disconnected this channel',
        sentence: 'Orders keep their live minutes, but tags on stream count for nothing until you connect again.',
      },
      revoked: {
        title: 'Our access was taken back at Twitch',
        sentence:
          'It happens when C500 is removed in Twitch’s settings, or when a password changes. Minutes that were earned stand. Connect again, and tags count again.',
      },
      refused: {
        title: 'Twitch no longer lets us in',
        sentence:
          'The consent you gave has run out. Nothing is lost: minutes that were earned stand. Connect again, and tags count again.',
      },
    },

    disconnect: 'Disconnect this channel',
    disconnectTitle: 'Disconnect {login}?',
    disconnectSentence:
      'Orders come off the bench and tags on stream count no more. Minutes that were earned stand, and you can connect again at any time.',
    disconnectYes: 'Yes, disconnect',
    disconnectNo: 'Stay connected',
    disconnecting: 'Disconnecting…',

    becomeTitle: 'Selling with C500',
    become: [
      'Our staff certifies you in the C500 Discord, and you sign the two promises.',
      'Stripe checks who you are, so that it can pay you.',
      'You come back here, connect this channel, and go live.',
    ],
    becomeLink: 'How builders work with C500',
    alreadyBuilder:
      'Certified already? Connect and sign in as the builder you are, and this channel becomes your workshop’s.',

    state: { done: 'Done', waiting: 'Under way', missing: 'Missing', unknown: 'No answer yet', later: 'Later' },
    /** What the next step is called where it is asked for. */
    nextTitle: {
      builder: 'Become a certified builder',
      consent: 'Connect your channel',
      scopes: 'Allow the rest',
      notifications: 'Connect once more',
      chat: 'Let us into your chat',
      recordings: 'Keep your recordings',
    },
    /** What each check is called, and what is so in each of its states. */
    checkWords: {
      builder: {
        title: 'A certified builder',
        done: 'This channel belongs to a workshop.',
        waiting: 'Our staff are having a look.',
        missing: 'No builder of C500 stands behind this channel yet.',
        unknown: 'We could not find out just now.',
      },
      consent: {
        title: 'Your yes at Twitch',
        done: 'You have given it.',
        waiting: 'Waiting for your answer at Twitch.',
        missing: 'Connect this channel, so that we may watch for order tags.',
        unknown: 'Twitch did not tell. We ask again by ourselves.',
      },
      scopes: {
        title: 'Chat, markers and clips',
        done: 'All three are allowed.',
        waiting: 'Waiting for your answer at Twitch.',
        missing: 'Twitch was not told yes to everything. Reconnect and allow: {missing}.',
        unknown: 'Twitch did not tell. We ask again by ourselves.',
      },
      notifications: {
        title: 'Twitch tells us when you are live',
        done: 'Going live, ending, and new titles reach us.',
        waiting: 'Being set up. It takes about a minute.',
        missing: 'Twitch has stopped telling us. Reconnect, and it starts again.',
        unknown: 'Twitch did not tell. Meanwhile we look for ourselves.',
      },
      chat: {
        title: 'Order tags in your chat',
        done: 'We read along and catch every tag you type.',
        waiting: 'Joining your chat. It takes about a minute.',
        missing: 'We are not let into your chat. Check that C500 is not banned there, then reconnect.',
        unknown: 'We could not find out just now.',
      },
      recordings: {
        title: 'Recordings of your streams',
        done: 'Each order links to its own moment.',
        waiting: 'We know after your first stream.',
        missing:
          'Twitch keeps none. In Twitch’s Creator Dashboard, under Settings and Stream, switch on Store past broadcasts, so that an order can link to its moment. Proof counts without them.',
        unknown: 'Twitch did not tell. We ask again by ourselves.',
      },
    },
    scopeWords: {
      'channel:bot': 'reading your chat',
      'channel:manage:broadcast': 'setting markers',
      'clips:edit': 'making clips',
    },
  },

  live: {
    title: '{builder}’s desk',
    loading: 'Setting up your desk',
    liveFor: 'Live since {when}',
    offline: 'Offline',
    offlineTitle: 'You are offline',
    offlineSentence: 'Arrange and tick off as you like. Live minutes count only while you are live.',
    linkFirst: 'Link your channel first',
    linkFirstSentence: 'The desk opens once this channel belongs to a workshop.',

    bench: {
      title: 'On the bench',
      places: '{taken} of {all}',
      empty: 'The bench is clear',
      emptyWithQueue: 'Put an order here with one press, or type its tag in chat.',
      emptyWithout: 'Paid orders wait below as soon as there are some.',
      put: 'Put on the bench',
      putting: 'Putting…',
      label: '{action}: {tag}',
      takeOff: 'Take off',
      takingOff: 'Taking off…',
      finish: 'Done',
      finishing: 'Finishing…',
      finishTitle: 'Call {tag} done?',
      finishUnproved:
        'It has {earned} of {needed} live minutes. What is missing stays missing, unless the carrier’s scan counts for this order.',
      finishUnshown:
        'Nothing of it was proved on stream. What is missing stays missing, unless the carrier’s scan counts for this order.',
      finishYes: 'Yes, it is made',
      finishNo: 'Keep building',
      isOn: '{tag} is on the bench.',
      isOff: '{tag} is off the bench. Its minutes stand.',
      isDone: '{tag} is done.',
    },

    order: {
      forWhom: 'for {nickname}',
      specs: 'What was ordered',
      steps: 'Steps',
      stepsOf: '{done} of {all} steps',
      more: '{steps}, and more about {tag}',
      certified: 'Certified build',
      made: 'Made {when}',
      minutesLabel: 'Live minutes',
      minutes: '{earned} of {needed} live minutes',
      proved: 'Proved live on stream',
      countsAtOnce: 'Counts as proved at once',
      shared: '{count} orders share the minutes',
      rests: 'Resting until you are live',
      due: 'First proof promised {when}',
      overdue: 'The first proof was promised {when}. Show it soon, or your buyer may ask for the money back.',
    },

    work: {
      note: 'A note for the order',
      noteHint: 'Everybody can read it. One line, {max} characters at most.',
      noteSend: 'Add note',
      noteSending: 'Adding…',
      noteSent: 'Your note is on the order.',
      photo: 'Choose a photo',
      photoSend: 'Add photo',
      photoSending: 'Adding…',
      photoSent: 'Your photo is on the order.',
      photoAlt: 'The photo you chose',
      photoAgain: 'Another',
      photoHint: 'Everybody can see it. Look twice that no address is in it.',
      photoShrinking: 'Making it smaller…',
      photoUnreadable: 'That file does not open as a picture.',
      photoUnreadableRemedy: 'Choose a JPEG, PNG or WebP.',
      notes: 'Notes and photos',
      notesCount: 'Notes and photos, {count} so far',
    },

    money: {
      title: 'Who is paid, and when',
      share: '{part} of the talent pool',
      waitsFor: {
        payment: 'Nothing is in the Vault yet.',
        proof: 'The Vault waits for the first proof: the live minutes, or the carrier’s scan.',
        stream: 'The Vault waits for the live minutes.',
        shipment: 'The Vault waits for the carrier’s scan.',
        delivery: 'The Vault waits until it has arrived.',
        'cool-off': 'Proved. The Vault lets go {when}.',
        frozen: 'Frozen while our staff have a look. Nobody is paid until they decide.',
        nothing: 'The Vault has let go. Nothing of it waits any more.',
      },
      soon: 'soon',
    },

    queue: {
      title: 'Up next',
      hint: 'Drag by the dots, or use the arrows.',
      full: 'The bench is full. Finish one or take one off, and the next can go on.',
      empty: 'Nothing waits',
      emptySentence: 'When somebody pays for an order, it appears here by itself.',
      up: 'Move {tag} up',
      down: 'Move {tag} down',
      moved: '{tag} is now number {place} of {all}.',
      done: 'Done today',
    },

    drops: {
      title: 'Your drops',
      none: 'No drop is open',
      noneSentence: 'Set one up in Discord with /drop, and you can open and close it here.',
      left: '{left} of {total} left',
      waiting: '{count} in line',
      status: { draft: 'Draft', open: 'Open', paused: 'Paused', closed: 'Closed' },
      open: 'Open',
      opening: 'Opening…',
      pause: 'Pause',
      pausing: 'Pausing…',
      close: 'Close',
      closing: 'Closing…',
      label: '{action}: {title}',
      closeTitle: 'Close {title} for good?',
      closeSentence: 'A closed drop stays closed. Claims that run keep their ten minutes, and paid orders stay yours.',
      closeYes: 'Yes, close it',
      closeNo: 'Leave it',
      isOpen: '{title} is open.',
      isPaused: '{title} is paused.',
      isClosed: '{title} is closed.',
    },

    chat: {
      title: 'Chat answers',
      sentence: 'The bot answers !bench, !drops, !order and !next. Your own tags count either way.',
      on: 'On',
      off: 'Off',
    },
  },
} as const;
