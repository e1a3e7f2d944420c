/**
 * How often something of probability `share` happens in `times` tries, but for the rarest cases: the fewest and the most
 * that leave at most half of `risk` below and above. Exact, not the normal approximation.
 *
 * @param share from 0 to 1
 * @param risk how often a right share may be called wrong @default 0.001
 */
export function binomialInterval(times: number, share: number, risk = 0.001): readonly [least: number, most: number] {
  let below = 0;
  let least = 0;
  let most = times;
  for (let count = 0; count <= times; count++) {
    const upTo = below + Math.exp(logProbability(times, count, share));
    if (upTo <= risk / 2) least = count + 1;
    if (upTo >= 1 - risk / 2) {
      most = count;
      break;
    }
    below = upTo;
  }
  return [least, most];
}

function logProbability(times: number, count: number, share: number): number {
  if (share === 0 || share === 1) return count === times * share ? 0 : Number.NEGATIVE_INFINITY;
  return logChoose(times, count) + count * Math.log(share) + (times - count) * Math.log(1 - share);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
