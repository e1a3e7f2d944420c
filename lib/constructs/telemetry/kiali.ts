import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** How people prove who they are to Kiali. Source: Kiali `spec.auth.strategy`. */
export type KialiAuthentication = 'token' | 'openid' | 'openshift' | 'header' | 'anonymous';

/** A service as Kiali reaches it, and as a browser does. */
export interface KialiService {
  /** Address inside the cluster. */
  readonly internalUrl: string;
  /** Address that people are sent to. @default - Kiali shows no links */
  readonly externalUrl?: string;
}

/** How Kiali is reached, how its users sign in, and the services it reads from. */
export interface KialiProps {
  /** Address of the Prometheus that scrapes the proxies. */
  readonly prometheus: string;
  /** Where Grafana is, to link to. @default - no links to Grafana */
  readonly grafana?: KialiService;
  /** Where traces are read from. @default - no traces are shown */
  readonly tracing?: KialiService & { readonly provider: 'jaeger' | 'tempo' };
  /** How its users sign in. @default 'token' - a token of a Kubernetes service account, whose rights are the user's */
  readonly authentication?: KialiAuthentication;
  /** Whether Kiali may change Istio's objects; where they come from a repository, it would be undone. @default false */
  readonly editing?: boolean;
}

/**
 * Kiali, made by its operator from this resource. It tells services and versions by the pods' labels `app` and `version`,
 * which a `Microservice` sets.
 *
 * A plain `ApiObject`: no Go module that can be pinned holds Kiali's CustomResourceDefinition. Source: Kiali operator 2.30,
 * `kiali.crd.yaml`.
 */
export class Kiali extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `UrlForm`
   */
  constructor(scope: Construct, id: string, props: KialiProps) {
    super(scope, ownId(scope, id, 'Kiali'));
    onlyKnown('KialiProps', props, this);
    const { authentication = 'token', editing = false, prometheus, grafana, tracing } = props;
    within(this, () => {
      new ApiObject(this, 'Default', {
        apiVersion: 'kiali.io/v1alpha1',
        kind: 'Kiali',
        metadata: { name: dnsLabel(id, 'the name of a Kiali') },
        spec: {
          auth: { strategy: authentication },
          deployment: { view_only_mode: !editing },
          external_services: {
            prometheus: { url: address(prometheus) },
            grafana: grafana === undefined ? { enabled: false } : { enabled: true, ...renderService(grafana) },
            tracing: tracing === undefined ? { enabled: false } : { enabled: true, provider: tracing.provider, ...renderService(tracing) },
          },
          istio_labels: { app_label_name: 'app', version_label_name: 'version' },
        },
      });
    });
  }
}

function renderService({ internalUrl, externalUrl }: KialiService): { internal_url: string; external_url?: string } {
  return { internal_url: address(internalUrl), external_url: externalUrl === undefined ? undefined : address(externalUrl) };
}

function address(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ConstructError('UrlForm', `an address starts with \`http://\` or \`https://\`, got \`${url}\``, { fix: `http://${url}` });
}
