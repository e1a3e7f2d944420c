import type { GoPackages } from '../../proof/binaries/recipes';

/** The programs that others use for the same work, at the newest release that Go 1.26 builds, when they were pinned; built from source as the programs of the proof. */
export const peerRecipes = [
  { kind: 'go-packages', name: 'helm', version: 'v3.22.0', module: 'helm.sh/helm/v3', packages: ['cmd/helm'] },
  { kind: 'go-packages', name: 'kustomize', version: 'v5.8.2', module: 'sigs.k8s.io/kustomize/kustomize/v5', packages: ['.'] },
  { kind: 'go-packages', name: 'jsonnet', version: 'v0.22.0', module: 'github.com/google/go-jsonnet', packages: ['cmd/jsonnet'] },
  { kind: 'go-packages', name: 'cue', version: 'v0.17.1', module: 'cuelang.org/go', packages: ['cmd/cue'] },
  { kind: 'go-packages', name: 'kubeconform', version: 'v0.8.0', module: 'github.com/yannh/kubeconform', packages: ['cmd/kubeconform'] },
  { kind: 'go-packages', name: 'kube-score', version: 'v1.20.0', module: 'github.com/zegl/kube-score', packages: ['cmd/kube-score'] },
  { kind: 'go-packages', name: 'dyff', version: 'v1.12.0', module: 'github.com/homeport/dyff', packages: ['cmd/dyff'] },
] as const satisfies readonly GoPackages[];

/** A peer that is built. */
export type PeerName = (typeof peerRecipes)[number]['name'];
