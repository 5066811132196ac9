// Draws again from a receipt, with what every browser has. The format is in docs/raffles.md.

const utf8 = (text) => new TextEncoder().encode(text);
const hexOf = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
const sha256 = async (text) => hexOf(await crypto.subtle.digest('SHA-256', utf8(text)));
const areTexts = (list) => Array.isArray(list) && list.every((text) => typeof text === 'string');

/** The keys in the order in which a seed draws them. */
async function drawAgain(seed, entriesHash, keys) {
  const secret = await crypto.subtle.importKey('raw', utf8(seed), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const ranked = await Promise.all(
    keys.map(async (key) => ({
      key,
      rank: hexOf(await crypto.subtle.sign('HMAC', secret, utf8(`${entriesHash}:${key}`))),
    })),
  );
  return ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ key }) => key);
}

/**
 * What is wrong with a receipt: `form`, `raffle`, `seed`, `list` or `draw`; nothing when it is right.
 *
 * @param published what the website showed of this raffle: its drop, and the hashes of its seed and of its list
 */
export async function findWrong(receipt, published) {
  const { format, dropId, seed, entries, drawn } = receipt ?? {};
  const isReceipt = format === 'c500-raffle-1' && typeof seed === 'string' && areTexts(entries) && areTexts(drawn);
  if (!isReceipt || seed === '') return 'form';
  if (dropId !== published.dropId) return 'raffle';
  if (receipt.seedHash !== published.seedHash || (await sha256(seed)) !== published.seedHash) return 'seed';
  const keys = [...new Set(entries)].sort();
  const entriesHash = await sha256(keys.map((key) => `${key}\n`).join(''));
  const isList = keys.length === entries.length && receipt.entriesHash === published.entriesHash;
  if (!isList || entriesHash !== published.entriesHash) return 'list';
  return (await drawAgain(seed, entriesHash, keys)).join() === drawn.join() ? undefined : 'draw';
}
