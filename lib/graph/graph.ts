import type { Access } from '../access/call';
import type { Level } from '../diagnostic';
import type { Request } from '../route/request/request';
import type { Transport } from '../route/stages/server';

/**
 * The picture of a mesh as plain data: what `mesh graph -o mesh.json` writes. Ids are made of the names of the objects, so
 * that the same manifests make the same ids. `docs/graph.schema.json` is the JSON schema of this type.
 */
export interface MeshGraph {
  /** Changes when a reader of the data has to. */
  readonly version: 1;
  /** In the order of their ids. */
  readonly nodes: readonly GraphNode[];
  /** In the order of their ids. */
  readonly edges: readonly GraphEdge[];
  /** The objects that nodes and edges refer to, by id. */
  readonly objects: readonly GraphObject[];
  readonly findings: readonly GraphFinding[];
}

/**
 * `world`: clients outside the mesh. `gateway`: a workload whose pods are gateways. `callers`: workloads of the mesh, where
 * no manifest says which of them calls. `host`: a virtual host of a gateway or of sidecars. `route`: a rule of it. `service`,
 * `serviceEntry` and `workload` are Kiali's words; `version` is a subset of a service. `namespace` and `app` stand for all nodes of
 * one, in a picture that is collapsed.
 */
export type NodeKind =
  | 'world'
  | 'gateway'
  | 'callers'
  | 'host'
  | 'route'
  | 'service'
  | 'serviceEntry'
  | 'version'
  | 'workload'
  | 'namespace'
  | 'app';

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** First line of the box. */
  readonly name: string;
  /** Lines below it. */
  readonly details: readonly string[];
  /** Of the object; routes and hosts of a gateway stand in the namespace of their object too. */
  readonly namespace?: string;
  /** The label `app` of the pods, as Kiali groups them. @default - the pods have none */
  readonly app?: string;
  /** The label `version` of the pods. */
  readonly version?: string;
  /** Ids of the objects that make it, the first of which it is named after. */
  readonly objects: readonly string[];
  /** Does some request of a client outside the mesh come here? */
  readonly fromWorld: boolean;
  /** What a reader should know at once, for example `accepts plain text`. */
  readonly marks: readonly string[];
  /** What could change answers here and is not evaluated. */
  readonly undecided: readonly string[];
  /** Of a host: rules that none of the requests that were asked comes to. */
  readonly unreached: readonly string[];
}

/**
 * `enter`: clients open a connection. `listen`: a gateway serves a host. `match`: a rule of a host takes requests. `forward`:
 * a rule sends them on. `mirror`: a rule copies them. `redirect`: the client is sent to another host. `call`: a workload sends
 * a request. `pods`: a service or a version is answered by pods. `exposed`: a Service is open outside without a gateway; no
 * proxy decides that, so it has no request. `many`: all edges between two nodes of a collapsed picture.
 */
export type EdgeKind = 'enter' | 'listen' | 'match' | 'forward' | 'mirror' | 'redirect' | 'call' | 'pods' | 'exposed' | 'many';

export interface GraphEdge {
  /** `kind from > to`. */
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  /** Of the requests at `from`, 0 to 1. @default - all of them, or not known beforehand */
  readonly share?: number;
  /** Of an edge of kind `many`: how many it stands for. */
  readonly count?: number;
  /** Of an edge of kind `many`: does some request from outside take it? @default false */
  readonly fromWorld?: boolean;
  /** What a client gets: 200 where a program answers. */
  readonly status: number | 'error';
  /** Why it is not 200. */
  readonly reason?: string;
  /** How connections arrive at the pods; `mixed`: not the same from all callers. @default - no pods of the mesh there */
  readonly transport?: Transport | 'mixed';
  /** What the policies of the called pods do. @default - no policy and no mutual TLS decides here */
  readonly access?: Pick<Access, 'permission' | 'requiresToken' | 'reason' | 'conditions'>;
  /** Ids of the policies that guard it. */
  readonly policies: readonly string[];
  /** What could change the answer and is not evaluated. */
  readonly undecided: readonly string[];
  /** A request that takes this way, so that `mesh route` answers as the edge says. @default - kind `exposed` alone has none */
  readonly request?: AskedRequest;
}

/** A request and who was asked. */
export interface AskedRequest {
  /** `namespace/workload`, as in `mesh route --from`. @default - a client outside the mesh */
  readonly from?: string;
  /** The gateway pod, as in `mesh route --gateway`. @default - the one that serves the host */
  readonly gateway?: string;
  readonly request: Request;
}

export interface GraphObject {
  /** `Kind/namespace/name`. */
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** @default - it was not read from a file */
  readonly file?: string;
  readonly line?: number;
}

/** What `mesh check` reports. */
export interface GraphFinding {
  readonly code: string;
  readonly level: Level;
  /** Id of the object. @default - it is about a file */
  readonly object?: string;
  readonly message: string;
  readonly why?: string;
  readonly fix?: string;
  readonly file?: string;
  readonly line?: number;
}
