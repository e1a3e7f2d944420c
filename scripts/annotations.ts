import { load } from 'js-yaml';

interface AnnotationFile {
  readonly annotations: readonly {
    readonly name: string;
    readonly deprecated: boolean;
    readonly resources: readonly string[];
  }[];
}

/** Istio's own annotations by name: the kinds they belong on, and whether they are deprecated. */
export function compactAnnotations(text: string): Record<string, { deprecated: boolean; kinds: readonly string[] }> {
  const { annotations } = load(text) as AnnotationFile;
  return Object.fromEntries(annotations.map(({ name, deprecated, resources }) => [name, { deprecated, kinds: resources }]));
}
