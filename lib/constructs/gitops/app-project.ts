import { Construct } from 'constructs';
import { AppProject as L1AppProject } from '../../../imports/argoproj.io';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** This cluster, as Argo CD calls the one it runs in. */
export const thisCluster = 'https://kubernetes.default.svc';

/** What applications of a project may read and write. */
export interface AppProjectProps {
  /** Addresses of the git repositories that its applications may come from. At least one. */
  readonly repositories: readonly string[];
  /** Namespaces that its applications may write to. At least one. */
  readonly namespaces: readonly string[];
  /** Addresses of the API servers of its clusters. @default - the cluster that Argo CD runs in */
  readonly servers?: readonly string[];
  /** Kinds outside namespaces that its applications may write, by API group. @default - namespaces alone */
  readonly clusterKinds?: readonly { readonly group: string; readonly kind: string }[];
  /** A sentence for Argo CD's pages. @default - none */
  readonly description?: string;
}

/** What applications of Argo CD may do: from which repositories, to which namespaces. Source: Argo CD `AppProject`. */
export class AppProject extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `OpenProject`
   */
  constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, ownId(scope, id, 'AppProject'));
    onlyKnown('AppProjectProps', props, this);
    const { repositories, namespaces, servers = [thisCluster], clusterKinds = [{ group: '', kind: 'Namespace' }], description } = props;
    within(this, () => {
      refuseOpen('repositories', repositories);
      refuseOpen('namespaces', namespaces);
      refuseOpen('servers', servers);
      new L1AppProject(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a project') },
        spec: {
          description,
          sourceRepos: [...repositories],
          destinations: servers.flatMap((server) => namespaces.map((namespace) => ({ server, namespace }))),
          clusterResourceWhitelist: [...clusterKinds],
        },
      });
    });
  }
}

/** A project that allows everything is the one that Argo CD has already. */
function refuseOpen(what: string, list: readonly string[]): void {
  if (list.length > 0 && !list.includes('*')) return;
  throw new ConstructError('OpenProject', `a project names its ${what}, got ${list.length === 0 ? 'none' : '`*`'}`, {
    why: 'anyone who can write to any repository that it accepts could write to any namespace that it reaches',
  });
}
