/**
 * `npm run prove:goldens`: the golden files of istiod's own translation of the Gateway API, against the evaluator: the Gateways,
 * VirtualServices and DestinationRules that are made of each input, and what is written into statuses. Exit codes: 0 all alike, 1 not, 2 could not run.
 */
import { sourceOfObject } from '../../lib/manifest/manifest';
import { Mesh } from '../../lib/mesh/mesh';
import { conversionDifferences } from './converted';
import { goldens, leftOut } from './files';
import { domain } from './golden-world';
import { statusDifferences } from './statuses';

function main(): void {
  const all = goldens();
  const wrong = new Set<string>();
  for (const golden of all) {
    const manifests = golden.input.map((object) => ({ object, source: sourceOfObject() }));
    // some inputs are such as the API server rejects
    const { mesh } = Mesh.load(manifests, { complete: true, clusterDomain: domain, admission: 'ignored' });
    const found = [...conversionDifferences(golden, mesh.gatewayApi), ...statusDifferences(golden, manifests, mesh.gatewayApi)];
    if (found.length > 0) wrong.add(golden.name);
    for (const difference of found) console.log(`${golden.name}: ${difference}`);
  }
  console.log(
    `not compared: ${Object.entries(leftOut)
      .map(([file, why]) => `${file} (${why})`)
      .join(', ')}`,
  );
  console.log(`${all.length - wrong.size} of ${all.length} golden files hold`);
  process.exitCode = wrong.size === 0 ? 0 : 1;
}

main();
