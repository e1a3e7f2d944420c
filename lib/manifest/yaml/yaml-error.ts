/** A text that is not YAML as Kubernetes reads it. */
export class YamlError extends Error {
  constructor(
    /** What is wrong, in lower case, without a full stop. */
    message: string,
    /** Where, in the text that was read. */
    readonly offset: number,
    /** What to write in its place. */
    readonly fix?: string,
  ) {
    super(message);
  }
}
