import { App } from 'cdk8s';
import { declare } from '../synth/system';

/** A name that stands in the objects of a service wherever its own does. */
const placeholder = 'service-0';

let objects: readonly string[] | undefined;

/**
 * The objects of one service as JSON, with what the language of a peer has for its name: the one declaration of `bench/synth/system.ts` is
 * what every peer is given.
 */
export function objectsOf(name: string): readonly string[] {
  objects ??= declaredOnce();
  return objects.map((object) => object.replaceAll(placeholder, name));
}

function declaredOnce(): readonly string[] {
  const app = new App();
  declare(app, 1);
  return app.charts.flatMap((chart) => chart.toJson() as object[]).map((object) => JSON.stringify(object));
}

/** The names of as many services. */
export function namesOf(services: number): readonly string[] {
  return Array.from({ length: services }, (_, index) => `service-${index}`);
}
