/** What Ansible, `envsubst`, Go's templates or a pipeline fill in. */
const placeholder = /\{\{.*\}\}|\$\{.+\}|\$\(.+\)/;

/** Is a value still to be filled in? */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && placeholder.test(value);
}
