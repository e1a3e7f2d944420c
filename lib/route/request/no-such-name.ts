import type { Mesh } from '../../mesh/mesh';
import { closest } from '../../text';
import { answered, type Decision } from '../answer/decision';

/** A name of the cluster that means no Service: its DNS knows no address for it. */
export function noSuchName(mesh: Mesh, host: string): Decision {
  const services = mesh.services.all.filter(({ registry }) => registry === 'kubernetes');
  const elsewhere = services.find(({ name }) => name === host);
  const near = elsewhere ? `${elsewhere.name}.${elsewhere.namespace}` : closest(host, [...new Set(services.map(({ name }) => name))]);
  return answered('error', `no such name: no Service is called \`${host}\`${near ? `; did you mean \`${near}\`?` : ''}`);
}
