// Keeps a page true while it is open: times in the reader's zone, countdowns, totals, and news from the server. Every page is
// complete without it.

const language = document.documentElement.lang;
const locale = navigator.languages.find((one) => one.startsWith(language)) ?? language;
const written = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const writtenDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const writtenTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const atOnce = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];
/** Without the live stream, the page is fetched again this often; with it, only after news. */
const pollMs = 15_000;
/** The pages of a crowd come back within this time after news. */
const crowdMs = 1_500;
/** A return from Stripe is asked about at once, then quickly for a while, then calmly, then no more: its webhook is mostly there already. */
const paymentAsks = {
  soonMs: 300,
  soonUntilMs: 1_000,
  firstMs: 1_500,
  calmMs: 10_000,
  calmAfterMs: 60_000,
  endsAfterMs: 1_800_000,
};

let serverAheadMs = 0;
let fetching = false;
let fetchAgain = false;
let soon;
let saidSoon = false;
let saidOver = false;

const main = () => document.getElementById('main');
const now = () => Date.now() + serverAheadMs;

/** The server's clock decides when a claim ends, so countdowns run on it and not on the reader's. */
function readServerClock() {
  const told = Number(main().dataset.now);
  serverAheadMs = told ? told - Date.now() : 0;
}

function announce(sentence) {
  document.getElementById('announcer').textContent = sentence;
}

function distanceTo(at) {
  const away = at - now();
  const [unit, size] = units.find(([, unitMs]) => Math.abs(away) >= unitMs) ?? units[3];
  const whole = Math.round(away / size);
  return (whole === 0 ? atOnce : relative).format(whole, unit);
}

function writeMoments() {
  for (const time of document.querySelectorAll('time[data-moment]')) {
    const at = Date.parse(time.dateTime);
    const isToday = writtenDay.format(at) === writtenDay.format(now());
    const sentence = `${(isToday ? writtenTime : written).format(at)} (${distanceTo(at)})`;
    if (time.textContent !== sentence) time.textContent = sentence;
  }
}

function writeCountdown() {
  const box = document.querySelector('[data-ends]');
  if (!box) return;
  const leftMs = Math.max(0, Number(box.dataset.ends) - now());
  const left = Math.ceil(leftMs / 1_000);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  box.querySelector('[data-left]').textContent = clock;
  box.classList.toggle('is-soon', leftMs < 60_000);
  if (leftMs < 60_000 && leftMs > 0 && !saidSoon) {
    saidSoon = true;
    announce(box.dataset.soon);
  }
  if (leftMs === 0 && !saidOver) {
    saidOver = true;
    announce(box.dataset.over);
    refresh();
  }
}

function showTotals(form) {
  const chosen =
    form.querySelector('input[name="country"]:checked') ?? form.querySelector('select')?.selectedOptions[0];
  if (!chosen?.dataset.total) return;
  form.querySelector('[data-shipping-shown]').textContent = chosen.dataset.shipping;
  form.querySelector('[data-total-shown]').textContent = chosen.dataset.total;
}

/** What scripts add to a piece of page, once it is there. */
function dress() {
  readServerClock();
  writeMoments();
  writeCountdown();
  for (const form of document.querySelectorAll('[data-pay]')) showTotals(form);
  for (const button of document.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard;
  if (document.querySelector('[data-receipt]')) import('./raffle.js').then(({ checkShown }) => checkShown());
}

/** What the reader has opened, typed and focused, so that fresh news does not take it away. */
function rememberReader(old) {
  const opened = [...old.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const typed = [...old.querySelectorAll('input[id], textarea[id], select[id]')].map((field) => ({
    id: field.id,
    own: field,
    value: field.value,
    checked: field.checked,
  }));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const address = focused?.getAttribute('href');
  return () => {
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
    for (const { id, own, value, checked } of typed) {
      const field = document.getElementById(id);
      if (!field) continue;
      // What was chosen of somebody's files can be given to no other field.
      if (field.type === 'file') field.replaceWith(own);
      else if (field.type === 'radio') field.checked = checked;
      else field.value = value;
    }
    if (!focused) return;
    const again =
      document.getElementById(focused.id) ??
      [...main().querySelectorAll('a, button, summary')].find(
        (one) =>
          one.tagName === focused.tagName &&
          (address ? one.getAttribute('href') === address : one.textContent === focused.textContent),
      );
    (again ?? main()).focus({ preventScroll: true });
  };
}

function putInPlace(fresh) {
  const old = main();
  const news = old.querySelector('[data-news]')?.textContent;
  const restore = rememberReader(old);
  old.replaceWith(document.adoptNode(fresh));
  restore();
  dress();
  const freshNews = main().querySelector('[data-news]')?.textContent;
  if (freshNews && freshNews !== news) announce(freshNews);
}

/** A page that answered a form stands at the form's address; it says where it is found. */
const ownAddress = () => main().dataset.path ?? location.href;

/** Fetches this page again and puts its main part in place. One at a time; news meanwhile leads to one more. */
async function refresh() {
  if (fetching) {
    fetchAgain = true;
    return;
  }
  fetching = true;
  try {
    const response = await fetch(ownAddress(), { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (response.redirected && new URL(response.url).pathname !== new URL(ownAddress(), location.href).pathname) {
      location.assign(response.url);
      return;
    }
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main');
    if (fresh) putInPlace(fresh);
  } catch {
    // The network is away for a moment. The next poll or the next message tries again.
  } finally {
    fetching = false;
    if (fetchAgain) {
      fetchAgain = false;
      refresh();
    }
  }
}

/** News names what it is about and a revision; what the page does not show, or shows already, needs no second fetch. */
function isOldNews(data) {
  try {
    const { id, revision } = JSON.parse(data);
    const { about, version } = main().dataset;
    return about ? about !== id : Number(revision) <= Number(version);
  } catch {
    return false;
  }
}

/** In front of a drop stands a crowd, and in a rush each unit is news: its pages come back once in a moment, and not all in the same. */
function refreshSoon() {
  if (!main().dataset.about) return void refresh();
  soon ??= setTimeout(() => {
    soon = undefined;
    refresh();
  }, Math.random() * crowdMs);
}

function followTopic() {
  const { topic } = main().dataset;
  if (!topic) return;
  let streaming = false;
  const source = new EventSource(`/v1/live?topics=${encodeURIComponent(topic)}`);
  source.addEventListener('open', () => (streaming = true));
  source.addEventListener('error', () => (streaming = false));
  source.addEventListener('message', (event) => {
    if (!isOldNews(event.data)) refreshSoon();
  });
  setInterval(() => {
    if (!streaming && !document.hidden) refresh();
  }, pollMs);
}

/**
 * Some things change without a new version: minutes on the bench grow, and what a stream must not show has to go when one begins. The
 * page says how often it looks, or a part of it does.
 */
function followClock() {
  let lastMs = Date.now();
  setInterval(() => {
    const everySeconds = main().dataset.every ?? main().querySelector('[data-every]')?.dataset.every;
    const everyMs = Number(everySeconds) * 1_000;
    if (!everyMs || document.hidden || Date.now() - lastMs < everyMs) return;
    lastMs = Date.now();
    refresh();
  }, 1_000);
}

function waitAfter(sinceMs) {
  if (sinceMs < paymentAsks.soonUntilMs) return paymentAsks.soonMs;
  return sinceMs < paymentAsks.calmAfterMs ? paymentAsks.firstMs : paymentAsks.calmMs;
}

async function askAboutPayment(beganMs) {
  const shown = main().dataset.payment;
  const sinceMs = Date.now() - beganMs;
  if (!shown || sinceMs > paymentAsks.endsAfterMs) return;
  try {
    const response = await fetch(`/success/state${location.search}`, { cache: 'no-store' });
    if (response.ok && (await response.json()).state !== shown) await refresh();
  } catch {
    // Asked again below.
  }
  setTimeout(() => askAboutPayment(beganMs), waitAfter(sinceMs));
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('[data-pay]');
  if (form) showTotals(form);
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  announce(button.dataset.copied);
  button.textContent = button.dataset.copied;
});

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && main().dataset.topic) refresh();
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted && main().dataset.topic) refresh();
});

dress();
followTopic();
followClock();
if (main().dataset.payment) askAboutPayment(Date.now());
setInterval(() => {
  writeMoments();
  writeCountdown();
}, 1_000);
