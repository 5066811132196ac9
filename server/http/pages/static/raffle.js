// Has the reader's browser draw a raffle again, and says whether it comes to the same. `site.js` loads it where a receipt is shown.

import { findWrong } from './raffle-check.js';

/** A receipt of five thousand keys is a quarter of this. */
const fileBytesMax = 2_000_000;

const sentences = { form: 'wrongForm', raffle: 'wrongRaffle', seed: 'wrongSeed', list: 'wrongList', draw: 'wrongDraw' };

function say(section, name) {
  const result = section.querySelector('[data-result]');
  result.textContent = section.dataset[name];
  result.classList.toggle('note--success', name === 'right');
  result.classList.toggle('note--refusal', name !== 'right' && name !== 'working');
}

async function check(section, read) {
  say(section, 'working');
  let receipt;
  try {
    receipt = await read();
  } catch (error) {
    return say(section, error instanceof SyntaxError ? 'wrongForm' : 'failed');
  }
  const { drop: dropId, seedHash, entriesHash } = section.dataset;
  const wrong = await findWrong(receipt, { dropId, seedHash, entriesHash });
  say(section, wrong === undefined ? 'right' : sentences[wrong]);
}

async function fetchReceipt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the receipt answered ${response.status}`);
  return response.json();
}

async function readFile(file) {
  if (file.size > fileBytesMax) throw new SyntaxError('the file is longer than any receipt');
  return JSON.parse(await file.text());
}

document.addEventListener('change', (event) => {
  const section = event.target.closest('[data-receipt]');
  const [file] = (section && event.target.files) ?? [];
  if (file) void check(section, () => readFile(file));
});

/** Checks the receipt that a page shows, once. */
export function checkShown() {
  const section = document.querySelector('[data-receipt]:not([data-checked])');
  if (!section) return;
  section.dataset.checked = '';
  void check(section, () => fetchReceipt(section.dataset.receipt));
}
