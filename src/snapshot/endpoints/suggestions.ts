/** Close names for a reference that fits nothing, so that a typo costs one look. */

/** Levenshtein distance, given up beyond `limit`. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[other.length] ?? limit + 1;
}

function score(wanted: string, candidate: string): number {
  const last = candidate.slice(candidate.lastIndexOf('/') + 1);
  const tail = wanted.slice(wanted.lastIndexOf('/') + 1);
  if (last === tail) return 0;
  if (last.startsWith(tail) || candidate.startsWith(wanted)) return 1;
  if (tail.length > 2 && candidate.includes(tail)) return 2;
  const limit = Math.max(2, Math.floor(tail.length / 3));
  const edits = distance(tail, last, limit);
  return edits <= limit ? 3 + edits : Number.POSITIVE_INFINITY;
}

/** Up to five of the candidates that come closest to what was written, the closest first. */
export function closest(wanted: string, candidates: Iterable<string>): string[] {
  const lower = wanted.toLowerCase();
  const scored: { candidate: string; points: number }[] = [];
  for (const candidate of candidates) {
    const points = score(lower, candidate.toLowerCase());
    if (points !== Number.POSITIVE_INFINITY) scored.push({ candidate, points });
  }
  scored.sort((one, other) => one.points - other.points || (one.candidate < other.candidate ? -1 : 1));
  return scored.slice(0, 5).map(({ candidate }) => candidate);
}
