import { ConstructError } from '../../errors';

/** Where in a git repository manifests are. */
export interface GitSource {
  /** Address of the repository, for example `https://example.com/shop.git`. */
  readonly repository: string;
  /** Folder of the manifests, for example `dist`. Folders in it are not taken: they hold what replaces it. */
  readonly path: string;
  /** Branch, tag or commit. @default 'HEAD' - the repository's own default branch */
  readonly revision?: string;
}

/** @throws ConstructError `RepositoryForm`, `SourcePath` */
export function renderSource({ repository, path, revision = 'HEAD' }: GitSource) {
  if (!/^(https?:\/\/|ssh:\/\/|file:\/\/|[\w.-]+@[\w.-]+:).+/.test(repository)) {
    throw new ConstructError('RepositoryForm', `not the address of a git repository: \`${repository}\``, {
      fix: `https://${repository.replace(/^\/+/, '')}`,
    });
  }
  if (path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    throw new ConstructError('SourcePath', `a folder inside the repository is named from its root, got \`${path}\``, {
      fix: "path: 'dist'",
    });
  }
  return { repoUrl: repository, path, targetRevision: revision, directory: { recurse: false } };
}
