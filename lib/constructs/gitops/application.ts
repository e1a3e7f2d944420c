import { Construct } from 'constructs';
import { type ApplicationSpec, Application as L1Application } from '../../../imports/argoproj.io';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { type AppProject, thisCluster } from './app-project';
import type { IgnoredFields } from './ignored-fields';
import { type GitSource, renderSource } from './source';

/** What Argo CD applies, from where, and to which cluster and namespace. */
export interface ApplicationProps {
  /** What it may do. @default - Argo CD's project `default`, which may do anything */
  readonly project?: AppProject;
  /** The repository, revision and folder of the manifests. */
  readonly source: GitSource;
  /** Address of the cluster's API server. @default - the cluster that Argo CD runs in */
  readonly server?: string;
  /** Enables automated sync with pruning. @default true */
  readonly automated?: boolean;
  /** What others write. @default - nothing: whatever differs is written back */
  readonly ignored?: readonly IgnoredFields[];
}

/** A folder of a git repository that Argo CD keeps a cluster equal to. Source: Argo CD `Application`. */
export class Application extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `RepositoryForm`, `SourcePath`
   */
  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, ownId(scope, id, 'Application'));
    const { source, ...policy } = onlyKnown('ApplicationProps', props, this);
    within(this, () => {
      new L1Application(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of an application') },
        spec: { ...renderPolicy(policy), destination: { server: policy.server ?? thisCluster }, source: renderSource(source) },
      });
    });
  }
}

/** What applications of a set have in common, too. @internal */
export function renderPolicy({
  project,
  automated = true,
  ignored = [],
}: Omit<ApplicationProps, 'source' | 'server'>): Omit<ApplicationSpec, 'destination' | 'source'> {
  // Server-side apply alone leaves fields to whoever else owns them; pruning last leaves callers a destination until the routes are gone.
  const syncOptions = ['ServerSideApply=true', 'PruneLast=true', ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : [])];
  return {
    project: project?.node.id ?? 'default',
    syncPolicy: { automated: automated ? { prune: true, selfHeal: true } : undefined, syncOptions },
    ignoreDifferences: ignored.length > 0 ? ignored.map(({ spec }) => spec) : undefined,
  };
}
