import type { Mesh } from '../mesh/mesh';
import { type TrafficOptions, trafficTable } from '../requests/traffic-table';

export type { TrafficOptions } from '../requests/traffic-table';

/**
 * Every class of requests is answered as the snapshot says, which is written where there is none.
 *
 * @throws Error after `.not`: a snapshot holds or it does not
 */
export function toMatchTraffic(this: jest.MatcherContext, mesh: Mesh, options: TrafficOptions = {}): { pass: boolean; message(): string } {
  if (this.isNot) throw new Error('`.not` cannot be used with `toMatchTraffic`: compare with another mesh by `.not.toAnswerAs(before)`');
  expect(trafficTable(mesh, options)).toMatchSnapshot('traffic');
  return { pass: true, message: () => '' };
}
