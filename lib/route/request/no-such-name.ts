import type { Mesh } from '../../mesh/mesh';
import { closest } from '../../text';
import { answered, type Decision } from '../answer/decision';

/** A name of the cluster that means no Service: its DNS knows no address for it. */
export function noSuchName(mesh: Mesh, host: string): Decision {
  const names = mesh.services.all.filter(({ registry }) => registry === 'kubernetes').map(({ name }) => name);
  const near = closest(host, names);
  return answered('error', `no such name: no Service is called \`${host}\`${near ? `; did you mean \`${near}\`?` : ''}`);
}
