/**
 * What `meshwright/mesh` exports: the model of a mesh and everything that can be asked of it, from manifests alone.
 * The verbs of the command line and the matchers of `meshwright/jest` use nothing else.
 */
export type { Access, Permission } from './access/call';
export { type AccessQuestion, accessMatrix } from './access/matrix';
export type { Finding } from './check/finding';
export { type CheckOptions, check, checkManifests } from './check/run';
export type { Level } from './diagnostic';
export type { FieldPath, Manifest, Position, Source } from './manifest/manifest';
export { parseManifests } from './manifest/parse-manifests';
export { type ReadOptions, readManifests } from './manifest/read-manifests';
export type { Reading, ReadProblem } from './manifest/reading';
export { type Rejection, rejectionText } from './mesh/admission';
export type { GatewayPod } from './mesh/gateways/gateway-ports';
export { type LoadedMesh, Mesh } from './mesh/mesh';
export type { MeshOptions } from './mesh/mesh-options';
export type { Workload } from './mesh/workloads/workloads';
export type { Decision, Destination } from './route/answer/decision';
export { type DecisionJson, decisionJson } from './route/answer/json';
export { type TraceStep, traceText } from './route/answer/trace';
export { GatewayRouter } from './route/gateway/gateway-router';
export { IngressRouter } from './route/gateway/ingress-router';
export { type Request, type RequestOptions, request } from './route/request/request';
export { type Explained, explain, type Router } from './route/router';
export { routerOf } from './route/router-of';
export { SidecarRouter } from './route/sidecar/sidecar-router';
export type { RouterOptions } from './route/stages/caller';
export type { Influence, Witness } from './why/influence';
export { Influences, influenceOf } from './why/influences';
