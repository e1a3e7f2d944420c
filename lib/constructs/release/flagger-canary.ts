import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type CanarySpecAnalysis,
  type CanarySpecService,
  CanarySpecTargetRefKind,
  Canary as L1Canary,
  MetricTemplate,
  MetricTemplateSpecProviderType,
} from '../../../imports/flagger.app';
import { ConstructError } from '../../errors';
import { count } from '../count';
import type { Duration } from '../duration';
import type { IGateway } from '../gateway';
import { hostNames } from '../host';
import { ownId } from '../metadata';
import type { Microservice } from '../microservice';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import type { Objective } from '../telemetry/objective';
import { Requests } from '../telemetry/requests';
import { within } from '../within';
import { risingSteps } from './rising-steps';
import { singleDeployment } from './single-deployment';
import type { StickyCookie } from './sticky-cookie';

/** The service that Flagger releases, its routes, its steps and its objectives. */
export interface FlaggerCanaryProps {
  /** What is released, without `versions`: Flagger keeps the old pods beside the new ones itself. */
  readonly service: Microservice;
  /** Hosts that callers ask for, beside the service's own name. @default - the service's name alone */
  readonly hosts?: readonly string[];
  /** Where requests come in whose traffic is moved. @default - the callers' sidecars */
  readonly gateways?: readonly (IGateway | 'mesh')[];
  /** Shares of requests, in percent, that the new pods get, one step after the other. After the last, all requests go to them. */
  readonly steps: readonly number[];
  /** How long each step lasts, and over how long its requests are counted; 10 seconds or more. */
  readonly interval: Duration;
  /** What the new pods must keep, by the requests that they count themselves; else the step does not end. At least one. */
  readonly objectives: readonly Objective[];
  /** Checks that may fail before everything goes back. @default 5 */
  readonly failures?: number;
  /** Address of the Prometheus that scrapes the pods, for example `http://prometheus-operated.monitoring:9090`. */
  readonly prometheus: string;
  /** What pins a user to the new version once drawn. @default - each request is drawn anew */
  readonly sticky?: StickyCookie;
}

/**
 * A release that Flagger carries out: every change of the Deployment goes to a few requests first, to more while the objectives
 * hold, and is taken back when they do not.
 *
 * Flagger takes over the Service and makes the VirtualService and DestinationRules of its name: declare no others for these hosts.
 * Pods of the old state get `app: <name>-primary`, so what counts by `app: <name>` is the new ones. A `MetricTemplate` each
 * objective: Flagger 1.36 refuses a metric that has its query inline. The Deployment loses its pause before the stop, of which Flagger makes a
 * copy that the API server refuses, so the program must itself serve on for a while after SIGTERM. Source: Flagger `Canary`, `pkg/controller/scheduler_metrics.go`.
 */
export class FlaggerCanary extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `VersionsReleased`, `NoSteps`, `StepRange`, `StepsNotRising`, `NoObjectives`, `IntervalRange`, `CountRange`, `LatencyBucket`
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: FlaggerCanaryProps,
  ) {
    super(scope, ownId(scope, id, 'FlaggerCanary'));
    onlyKnown('FlaggerCanaryProps', props, this);
    within(this, () => {
      const { service } = props;
      withoutPause(service);
      new L1Canary(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a canary') },
        spec: {
          provider: 'istio',
          targetRef: { apiVersion: 'apps/v1', kind: CanarySpecTargetRefKind.DEPLOYMENT, name: singleDeployment(service) },
          service: renderService(props),
          analysis: this.analysis(),
        },
      });
    });
  }

  private analysis(): CanarySpecAnalysis {
    const { steps, interval, failures = 5, objectives, sticky } = this.props;
    if (objectives.length === 0) {
      throw new ConstructError('NoObjectives', 'a canary that nothing is asked of is always promoted', {
        fix: 'objectives: [Objective.availability(99)]',
      });
    }
    if (interval.toMillis() < 10_000) {
      throw new ConstructError('IntervalRange', `Flagger checks every 10 seconds at most, got \`${interval}\``, {
        fix: 'Duration.seconds(10)',
      });
    }
    const maxAge = sticky?.options.maxAge;
    return {
      interval: interval.toString(),
      threshold: count(failures, 'failures'),
      stepWeights: [...risingSteps(steps)],
      metrics: objectives.map((objective, index) => ({
        name: objective.title,
        interval: interval.toString(),
        templateRef: { name: this.template(objective, index) },
        thresholdRange: { min: objective.percent },
      })),
      sessionAffinity: sticky && { cookieName: sticky.name, maxAge: maxAge && maxAge.toMillis() / 1000 },
    };
  }

  /** The share of requests that were good, in percent; nothing, which Flagger counts as a failure, where there were none. */
  private template(objective: Objective, index: number): string {
    const requests = Requests.servedBy(this.props.service);
    const name = `${this.node.id}-${index + 1}`;
    const [bad, all] = [objective.errors(requests, '{{ interval }}'), objective.requests(requests, '{{ interval }}')];
    new MetricTemplate(this, `objective-${index + 1}`, {
      metadata: { name },
      spec: {
        provider: { type: MetricTemplateSpecProviderType.PROMETHEUS, address: this.props.prometheus },
        query: `100 * (1 - (${bad}) / (${all} > 0))`,
      },
    });
    return name;
  }
}

/** Flagger 1.36 knows Kubernetes' types of 1.27, which have no `preStop.sleep`: its copy of the Deployment has an empty `preStop`. */
function withoutPause(service: Microservice): void {
  for (const construct of service.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || construct.kind !== 'Deployment') continue;
    construct.addJsonPatch(JsonPatch.remove('/spec/template/spec/containers/0/lifecycle'));
  }
}

function renderService({ service, hosts, gateways }: FlaggerCanaryProps): CanarySpecService {
  return {
    name: service.serviceName,
    port: service.port,
    targetPort: service.podPorts[0] ?? service.port,
    portName: service.portName,
    appProtocol: service.protocol,
    hosts: hosts && hostNames(hosts),
    gateways: gateways?.map((gateway) => (gateway === 'mesh' ? gateway : gateway.reference)),
  };
}
