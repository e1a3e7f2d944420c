import { ExternalService } from '../external-service';

/** A host outside that callers reach by pods of the mesh, never by themselves. @internal */
export class EgressService extends ExternalService {}
