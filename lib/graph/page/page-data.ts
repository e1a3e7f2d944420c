import { groupOf, type KubernetesObject } from '../../istio/objects';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { rejectionOf } from '../../mesh/admission';
import { gatewayApi, stored } from '../../mesh/gateway-api/objects';
import type { MeshGraph } from '../graph';
import { maskedSecret } from './masked-secret';

/** An object as a page holds it: what it is, and where its parts are written. */
export interface PageManifest {
  readonly object: KubernetesObject;
  readonly file?: string;
  /** Line and column by the JSON of a path, for the fields that traces point at. */
  readonly places?: Readonly<Record<string, readonly [number, number]>>;
}

/** All that a page needs: it asks nothing of any server. */
export interface PageData {
  readonly title: string;
  readonly graph: MeshGraph;
  readonly manifests: readonly PageManifest[];
  /** Does a server tell when the manifests change? @default false */
  readonly isLive?: boolean;
}

/** How deep traces point into an object: `spec.http[0].match[0]`. */
const deepest = 5;

/** Kinds of Istio and the Gateway API are pointed into; of the others, at the object. */
const pointedInto = /^(networking|security)\.istio\.io\/|^gateway\.networking\.k8s\.io\//;

/** The data of a page. Objects that the cluster rejects are left out, as the mesh leaves them out. */
export function pageData(manifests: readonly Manifest[], graph: MeshGraph, title: string): PageData {
  return { title, graph, manifests: manifests.filter((manifest) => !rejectionOf(manifest)).map(pageManifest) };
}

function pageManifest(manifest: Manifest): PageManifest {
  const { source } = manifest;
  const object = asStored(manifest);
  const top = source.position([]);
  if (!top) return { object };
  const paths: FieldPath[] = [[], ['metadata', 'name'], ...(pointedInto.test(object.apiVersion) ? pathsOf(object.spec, ['spec']) : [])];
  const places: Record<string, readonly [number, number]> = {};
  for (const path of paths) {
    const position = source.position(path);
    if (position) places[JSON.stringify(path)] = [position.line, position.column];
  }
  return { object, file: top.file, places };
}

/** Secrets are masked, and objects of the Gateway API are read with the defaults of their definitions, which a page does not have. */
function asStored(manifest: Manifest): KubernetesObject {
  if (manifest.object.kind === 'Secret' && groupOf(manifest.object) === '') return maskedSecret(manifest);
  return groupOf(manifest.object) === gatewayApi ? (stored(manifest).value as KubernetesObject) : manifest.object;
}

/** Fields and list entries down to where traces point; not the texts at their ends. */
function pathsOf(value: unknown, path: FieldPath): FieldPath[] {
  if (typeof value !== 'object' || value === null || path.length > deepest) return [path];
  const entries = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value);
  return [path, ...entries.flatMap(([step, below]) => pathsOf(below, [...path, step]))];
}
