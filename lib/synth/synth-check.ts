import type { Manifest } from '../manifest/manifest';

/**
 * Looks at all that would be written and returns what forbids it, one text each; empty when nothing does.
 *
 * @param context what exists without this app, as far as it is declared or given: it is never reported on
 */
export type SynthCheck = (manifests: readonly Manifest[], context: readonly Manifest[]) => readonly string[];
