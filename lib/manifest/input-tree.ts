/** One text to read. */
export interface Input {
  /** As the user would name it. */
  readonly name: string;
  /** @throws Error when it cannot be read */
  read(): Buffer;
}

/** A folder and what in it may hold manifests, in the order of names; or a single text. */
export interface InputTree {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly folders: readonly InputTree[];
  /** What is called like a manifest and is not read, and why. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
  /** A path given to a single text, not found in a folder. */
  readonly isFile: boolean;
}

/** A path that leads nowhere: the command could not run. */
export class InputError extends Error {}

/** The tree of one text that was named itself. */
export const single = (input: Input): InputTree => ({ name: input.name, inputs: [input], folders: [], unread: [], isFile: true });

/** Is a file of this name, in a folder, taken for a manifest? As kubectl has it. */
export const isManifestFile = (name: string): boolean => /\.(ya?ml|json)$/.test(name);
