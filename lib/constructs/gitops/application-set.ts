import { Construct } from 'constructs';
import { ApplicationSet as L1ApplicationSet } from '../../../imports/argoproj.io';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { thisCluster } from './app-project';
import { type ApplicationProps, renderPolicy } from './application';
import { renderSource } from './source';

/** One application of a set: what sets it apart. */
export interface ApplicationSetMember {
  /** Folder of its manifests, for example `dist/prod`. */
  readonly path: string;
  /** Branch, tag or commit. @default 'HEAD' */
  readonly revision?: string;
  /** Address of its cluster's API server. @default - the cluster that Argo CD runs in */
  readonly server?: string;
}

/** The clusters, and what each of them gets. */
export interface ApplicationSetProps extends Omit<ApplicationProps, 'source' | 'server'> {
  /** Address of the repository that all of them come from. */
  readonly repository: string;
  /** By name, such as `prod`; the application is called `<id>-<name>`. At least one. */
  readonly members: Readonly<Record<string, ApplicationSetMember>>;
}

/** One application for each environment, told apart by folder, revision and cluster alone. Source: Argo CD `ApplicationSet`, list generator. */
export class ApplicationSet extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `NameTooLong`, `NoApplications`, `RepositoryForm`, `SourcePath`
   */
  constructor(scope: Construct, id: string, props: ApplicationSetProps) {
    super(scope, ownId(scope, id, 'ApplicationSet'));
    const { repository, members, ...policy } = onlyKnown('ApplicationSetProps', props, this);
    within(this, () => {
      const elements = Object.entries(members).map(([name, { path, revision, server = thisCluster }]) => {
        dnsLabel(`${id}-${name}`, 'the name of an application');
        const source = renderSource({ repository, path, revision });
        return { name, server, path: source.path, revision: source.targetRevision };
      });
      if (elements.length === 0) throw new ConstructError('NoApplications', 'a set has at least one application');
      const [path, revision] = ['{{ .path }}', '{{ .revision }}'];
      new L1ApplicationSet(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a set of applications') },
        spec: {
          goTemplate: true,
          goTemplateOptions: ['missingkey=error'],
          generators: [{ list: { elements } }],
          template: {
            metadata: { name: `${id}-{{ .name }}` },
            spec: {
              ...renderPolicy(policy),
              destination: { server: '{{ .server }}' },
              source: renderSource({ repository, path, revision }),
            },
          },
        },
      });
    });
  }
}
