import { createHash } from 'node:crypto';
import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { requestRows, sloRow } from './dashboard-rows';
import type { Requests } from './requests';
import type { Slo } from './slo';

/** The requests that a dashboard shows, and where it goes. */
export interface DashboardProps {
  /** The dashboard's title. @default - the id */
  readonly title?: string;
  /** Shown from the top: what is left of their error budgets, and how fast they burn. @default - none */
  readonly slos?: readonly Slo[];
  /** Rate, errors and duration of these: of all, by version and by route. @default - none */
  readonly requests?: readonly Requests[];
  /** Labels that Grafana's sidecar looks for. @default { grafana_dashboard: '1' } - as Grafana's charts set it up */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A Grafana dashboard in a ConfigMap, which the sidecar of Grafana's charts picks up. It asks which Prometheus to read. */
export class Dashboard extends Construct {
  /**
   * @param id also the name of the ConfigMap
   * @throws ConstructError `NameForm`, `EmptyDashboard`
   */
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, ownId(scope, id, 'Dashboard'));
    onlyKnown('DashboardProps', props, this);
    const { title = id, slos = [], requests = [], labels = { grafana_dashboard: '1' } } = props;
    within(this, () => {
      dnsLabel(id, 'the name of a dashboard');
      if (slos.length + requests.length === 0) {
        throw new ConstructError('EmptyDashboard', 'a dashboard shows neither objectives nor requests', {
          fix: 'requests: [Requests.to(…)]',
        });
      }
      // Grafana's builders take as long to load as all of cdk8s: only an app with a dashboard waits for them.
      const { renderDashboard }: typeof import('./grafana') = require('./grafana');
      const rows = [...slos.map(sloRow), ...requests.flatMap(requestRows)];
      new k8s.KubeConfigMap(this, 'Default', {
        metadata: { name: id, labels: { ...labels } },
        data: { [`${id}.json`]: `${JSON.stringify(renderDashboard({ title, uid: this.uid, rows }), null, 2)}\n` },
      });
    });
  }

  /** The same for the same namespace and name, so that links to it last. */
  private get uid(): string {
    return createHash('sha256')
      .update(`${Chart.of(this).namespace ?? ''}/${this.node.id}`)
      .digest('hex')
      .slice(0, 16);
  }
}
