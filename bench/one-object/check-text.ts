import { check } from '../../lib/check/run';
import { readManifests } from '../../lib/manifest/read-manifests';
import { renderPretty } from '../../lib/report/pretty';

/** What `mesh check` does: reads, runs every rule and writes the report. */
export function checkText(file: string): string {
  const reading = readManifests([file]);
  return renderPretty({ findings: check(reading), objects: reading.manifests.length });
}
