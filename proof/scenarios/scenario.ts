import type { Gateway } from '../gateway/gateway';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { type RequestRow, titleOf, tryRow } from '../requests/row';

/** What a scenario acts on: the plane with `dist` applied, and the gateway that requests go to. */
export interface Bench {
  readonly plane: Plane;
  readonly gateway: Gateway;
  /** Whether injected sidecars run: not as an unprivileged user. */
  readonly sidecars: boolean;
  /** Folder of the manifests. */
  readonly dist: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** It says nothing where pods have no sidecars. @default false */
  readonly needsSidecars?: boolean;
  /** @throws ProofError when it could not be carried out; what merely did not hold is recorded */
  run(bench: Bench, results: Results): Promise<void>;
}

/** Why what needs sidecars was skipped. */
export const noSidecars = 'an unprivileged user has but one user id, and sidecars need their own: run it as root';

/** Sends each row's request, and records what came. */
export async function tryTable(rows: readonly RequestRow[], { gateway }: Pick<Bench, 'gateway'>, results: Results): Promise<void> {
  for (const row of rows) {
    const problem = await tryRow(row, (port) => gateway.client(port)).catch((error: Error) => error.message);
    results.add(titleOf(row), problem);
  }
}
