import { closest } from '../../lib/text';

/** What runs where a pod names an image: there is no container engine, so each image stands for a program. */
export interface ImageProgram {
  /** The image without registry, tag or digest as far as it matters: `microservice/user` stands for any `…/microservice/user:…`. */
  readonly image: string;
  /** What the image would start: its ENTRYPOINT and CMD. */
  readonly entrypoint: readonly string[];
  readonly cmd?: readonly string[];
}

/** The programs known by image name. */
export class Images {
  constructor(private readonly programs: readonly ImageProgram[]) {}

  /** The words to start a container of this image with. @throws Error when no program stands for it */
  start(image: string, command?: readonly string[], args?: readonly string[]): readonly string[] {
    const repository = repositoryOf(image);
    const program = this.programs.find(({ image: name }) => name === '*' || repository === name || repository.endsWith(`/${name}`));
    if (command) return [...command, ...(args ?? [])];
    if (!program) throw new Error(`no program stands for image \`${image}\`${this.hint(repository)}`);
    return [...program.entrypoint, ...(args ?? program.cmd ?? [])];
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
