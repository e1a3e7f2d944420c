import { closest } from '../../lib/text';
import type { Container } from './pod-spec';

/** What runs where a pod names an image: there is no container engine, so each image stands for a program. */
export interface ImageProgram {
  /** The image without registry, tag or digest as far as it matters: `microservice/user` stands for any `…/microservice/user:…`. */
  readonly image: string;
  /** What the image would start: its ENTRYPOINT and CMD. */
  readonly entrypoint: readonly string[];
  readonly cmd?: readonly string[];
}

/** Stands for every image that nothing else stands for: its program is told the image and the container's ports. */
export const anyImage = '*';

/** The programs known by image name. */
export class Images {
  constructor(private readonly programs: readonly ImageProgram[]) {}

  /**
   * The words to start a container with. As in Kubernetes, `command` replaces the entrypoint and `args` the cmd.
   *
   * @throws Error when no program stands for the image
   */
  start({ image, command, args, ports = [] }: Pick<Container, 'image' | 'command' | 'args' | 'ports'>): readonly string[] {
    const repository = repositoryOf(image);
    const program = this.programs.find(({ image: name }) => repository === name || repository.endsWith(`/${name}`));
    if (program) return [...(command ?? program.entrypoint), ...(args ?? (command ? [] : (program.cmd ?? [])))];
    const fallback = this.programs.find(({ image: name }) => name === anyImage);
    if (fallback) return [...fallback.entrypoint, image, ports.map(({ containerPort }) => containerPort).join(',')];
    throw new Error(`no program stands for image \`${image}\`${this.hint(repository)}`);
  }

  private hint(repository: string): string {
    const names = this.programs.map(({ image }) => image);
    const near = closest(repository, names) ?? closest(repository.split('/').slice(-2).join('/'), names);
    return near ? `: did you mean \`${near}\`` : `: known are ${names.map((name) => `\`${name}\``).join(', ')}`;
  }
}

/** `gcr.io/a/b` of `gcr.io/a/b:v1@sha256:…`. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
