/** A credential may name its namespace. */
export function secretName(credential: string, namespace: string): { namespace: string; name: string } {
  const [first = '', rest] = credential.split(/\/(.*)/s);
  return rest === undefined ? { namespace, name: first } : { namespace: first, name: rest };
}
