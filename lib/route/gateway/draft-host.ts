import type { Route } from '../rule/route';
import { catchAllsLast, type Draft, type VirtualHost } from '../rule/route-table';

/** What one server and one VirtualService bring to a host. */
interface Contribution {
  /** Without any, the contribution counts for nothing. @default - it counts without routes */
  readonly routes?: () => readonly Route[];
  readonly requireTls: boolean;
  /** Its place among those of all hosts of the table. */
  readonly order: number;
}

/** A virtual host of a gateway whose routes are put together when it is first asked for: of thousands of hosts, a request needs one. */
export class DraftHost implements Draft {
  private readonly contributions: Contribution[] = [];
  private isMade = false;
  private made: VirtualHost | undefined;
  /** The place of the first contribution that counts, once the host is made: istiod writes hosts in this order. */
  order = 0;

  constructor(readonly domain: string) {}

  add(contribution: Contribution): void {
    this.contributions.push(contribution);
  }

  host(): VirtualHost | undefined {
    if (!this.isMade) {
      this.isMade = true;
      this.made = this.make();
    }
    return this.made;
  }

  private make(): VirtualHost | undefined {
    const read = this.contributions.map(({ routes, ...contribution }) => ({ ...contribution, routes: routes?.() }));
    const counting = read.filter(({ routes }) => routes === undefined || routes.length > 0);
    const [first] = counting;
    if (!first) return undefined;
    this.order = first.order;
    const routes = counting.flatMap(({ routes: own = [] }) => own);
    return { domain: this.domain, routes: catchAllsLast(routes), requireTls: counting.some(({ requireTls }) => requireTls) };
  }
}
