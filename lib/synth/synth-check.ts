import type { Manifest } from '../manifest/manifest';

/** Looks at all that would be written and returns what forbids it, one text each; empty when nothing does. */
export type SynthCheck = (manifests: readonly Manifest[]) => readonly string[];
