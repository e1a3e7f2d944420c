import type { Gateway } from '../gateway/gateway';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { type RequestRow, titleOf, tryRow } from '../requests/row';

/** What a scenario acts on: the plane with `dist` applied, and the gateway that requests go to. */
export interface Bench {
  readonly plane: Plane;
  readonly gateway: Gateway;
  /** Folder of the manifests. */
  readonly dist: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** @throws ProofError when it could not be carried out; what merely did not hold is recorded */
  run(bench: Bench, results: Results): Promise<void>;
}

/** Sends each row's request, and records what came. */
export async function tryTable(rows: readonly RequestRow[], { gateway }: Pick<Bench, 'gateway'>, results: Results): Promise<void> {
  for (const row of rows) {
    const problem = await tryRow(row, (port) => gateway.client(port)).catch((error: Error) => error.message);
    results.add(titleOf(row), problem);
  }
}
