import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Which wave a kind belongs to, where it is not the second. */
const waves: Readonly<Record<string, number>> = {
  Namespace: 0,
  CustomResourceDefinition: 0,
  Gateway: 2,
  VirtualService: 2,
};

/**
 * Makes Argo CD bring up what is declared below `scope` in waves, the next once all of the last is healthy: namespaces, then
 * services with all that belongs to them, then the gateways and routes that lead to them. A wave that an object has already stays.
 *
 * Objects get the annotation `argocd.argoproj.io/sync-wave`, which only Argo CD reads. Call it when all is declared.
 * Source: gitops-engine `pkg/sync/syncwaves`.
 */
export function addSyncWaves(scope: IConstruct): void {
  for (const construct of scope.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const key = 'argocd.argoproj.io/sync-wave';
    if (construct.metadata.toJson()?.annotations?.[key] === undefined) {
      construct.metadata.addAnnotation(key, String(waves[construct.kind] ?? 1));
    }
  }
}
