// Comfort for the packing page: says whose number is typed, prints, and takes the address away when the channel goes live. All but
// the last also works without it, and the server shows no address to whom is live.

const pauseMs = 200;
const lookEveryMs = 10_000;

/** The sentence for what was recognised; nothing while too little is typed to say anything. */
function sayRecognised(said, { carrier, holds }, typed) {
  const key = carrier ? (holds ? 'holds' : 'slips') : 'unknown';
  const isEarly = key === 'unknown' && typed.length < 8;
  said.textContent = isEarly ? '' : said.dataset[key].replace('{}', carrier ?? '');
  said.classList.toggle('is-right', key === 'holds');
}

function recogniseAsTyped(field) {
  const said = document.getElementById(field.getAttribute('aria-describedby'));
  let soon;
  let asked = '';
  const ask = async () => {
    const typed = field.value.trim();
    asked = typed;
    if (typed === '') {
      said.textContent = '';
      return;
    }
    try {
      const response = await fetch(`${field.dataset.recognise}?typed=${encodeURIComponent(typed)}`);
      // What was typed meanwhile is asked about by itself.
      if (response.ok && asked === typed) sayRecognised(said, await response.json(), typed.replace(/[\s-]/g, ''));
    } catch {
      // The network is away for a moment; what is sent is read again anyway.
    }
  };
  field.addEventListener('input', () => {
    clearTimeout(soon);
    soon = setTimeout(ask, pauseMs);
  });
}

function takeAway(shown) {
  const template = document.querySelector('template[data-hidden]');
  shown.replaceChildren(template.content.cloneNode(true));
  for (const card of document.querySelectorAll('[data-needs-address]')) card.remove();
}

/** An open page must not become part of a stream: it asks whether it may go on showing what it shows. */
function hideWhileLive(shown) {
  const look = async () => {
    try {
      const response = await fetch(shown.dataset.shownWhile, { cache: 'no-store' });
      // A fault of the server's says nothing; a refusal says that the order is nothing to pack any more.
      if (response.status >= 500 || (response.ok && (await response.json()).shown)) return;
      clearInterval(timer);
      takeAway(shown);
    } catch {
      // Nobody answers: asked again with the next look.
    }
  };
  const timer = setInterval(look, lookEveryMs);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && shown.querySelector('address')) look();
  });
  // A page brought back by the browser's back button shows what was true before.
  window.addEventListener('pageshow', ({ persisted }) => persisted && look());
}

for (const field of document.querySelectorAll('[data-recognise]')) recogniseAsTyped(field);
for (const shown of document.querySelectorAll('[data-shown-while]')) hideWhileLive(shown);
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
