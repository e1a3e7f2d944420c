/** Something that can be kept: what it covers, and what it costs. */
export interface Candidate {
  readonly covers: readonly number[];
  /** Candidates of one group share a cost, which is paid once. */
  readonly group: number;
  readonly groupCost: number;
  readonly cost: number;
}

/**
 * Candidates that together cover everything that all cover, cheap ones preferred: always the one next that covers the most new for its cost.
 * @param start places that are kept anyway
 * @returns places in the list, in the order they were chosen
 */
export function smallestCover(candidates: readonly Candidate[], start: readonly number[] = []): number[] {
  const holders = holdersOf(candidates);
  const left = candidates.map(({ covers }) => new Set(covers).size);
  const paid = new Set<number>();
  const chosen: number[] = [];
  const choose = (place: number): void => {
    const candidate = candidates[place];
    if (!candidate) return;
    chosen.push(place);
    paid.add(candidate.group);
    for (const covered of candidate.covers) {
      for (const holder of holders.get(covered) ?? []) left[holder] = (left[holder] ?? 0) - 1;
      holders.delete(covered);
    }
  };
  start.forEach(choose);
  for (let best = bestOf(candidates, left, paid); best !== undefined; best = bestOf(candidates, left, paid)) choose(best);
  return chosen;
}

function holdersOf(candidates: readonly Candidate[]): Map<number, Set<number>> {
  const holders = new Map<number, Set<number>>();
  for (const [place, { covers }] of candidates.entries()) {
    for (const covered of covers) {
      const known = holders.get(covered) ?? new Set();
      holders.set(covered, known.add(place));
    }
  }
  return holders;
}

function bestOf(candidates: readonly Candidate[], left: readonly number[], paid: ReadonlySet<number>): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (const [place, { group, groupCost, cost }] of candidates.entries()) {
    const worth = (left[place] ?? 0) / (cost + (paid.has(group) ? 0 : groupCost));
    if (worth > most) {
      most = worth;
      best = place;
    }
  }
  return best;
}
