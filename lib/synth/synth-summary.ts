/** What a synth wrote. */
export interface SynthSummary {
  /** How many files were written. */
  readonly files: number;
  /** How many objects they hold. */
  readonly objects: number;
  /** Findings that do not stop a synth, printed while it ran. */
  readonly warnings: number;
  /** Files in the output folder that synth did not write and leaves alone. */
  readonly kept: readonly string[];
  /** The output folder. */
  readonly folder: string;
}
