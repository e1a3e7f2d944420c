import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anyImage, type ImageProgram } from './kubelet/images';
import { imageOf } from './program';

const services = join(__dirname, '..', 'services');

/** The project's own services as programs: `…/microservice/<name>` runs `services/<name>/server.ts`, bundled. */
export async function serviceImages(): Promise<ImageProgram[]> {
  const names = readdirSync(services).filter((name) => existsSync(join(services, name, 'server.ts')));
  return Promise.all(names.map((name) => imageOf(`microservice/${name}`, { name, program: join(services, name, 'server.ts') })));
}

/** Answers with what it was asked, where no other program is known for an image. */
export function echoImage(): Promise<ImageProgram> {
  return imageOf(anyImage, { name: 'echo', program: join(__dirname, 'echo.ts') });
}
