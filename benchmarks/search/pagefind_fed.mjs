// Pagefind over ready keys: documents are keys with spaces between, a query is `words`: [[[key, weight], …], …]. It finds only what has all
// words of a query, so each key is asked alone; a page gets the best of each word's keys, summed over the words.
import { build as built, listed, opened } from "./pagefind.mjs";

export const build = built;

export async function open(folder) {
  const { loaded, instance, known } = await opened(folder);
  const search = async ({ words }, limit) => {
    const scored = new Map();
    for (const keys of words) {
      for (const [page, { score, result }] of await best(keys)) {
        scored.set(page, { score: (scored.get(page)?.score ?? 0) + score, result });
      }
    }
    const ranked = [...scored.values()].sort((one, other) => other.score - one.score);
    return listed(ranked.map(({ result }) => result), known, limit);
  };
  return { loaded, search };

  async function best(keys) {
    const found = new Map();
    for (const [key, weight] of keys) {
      // In quotes a word is matched whole, not as a beginning.
      for (const result of (await instance.search(`"${key}"`)).results) {
        const score = weight * result.score;
        if (score > (found.get(result.id)?.score ?? 0)) found.set(result.id, { score, result });
      }
    }
    return found;
  }
}
