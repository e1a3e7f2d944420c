import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import versions from '../../versions.json';

/** What kubectl's reader makes of a text. */
export interface GoAnswer {
  readonly documents: readonly unknown[];
  /** Why it stopped. @default - it read everything */
  readonly error?: string;
}

/** One text to read. */
export interface GoQuestion {
  readonly text: Buffer;
  /** As one YAML document, without looking for JSON or `---`. @default false */
  readonly single?: boolean;
}

/** Go's own reader of manifests: a small program over k8s.io/apimachinery, of the version that belongs to the Kubernetes of the proof. */
export class GoReader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'reader-'));
  private readonly program = join(this.folder, 'reader');

  constructor() {
    const version = versions.modules['k8s.io/kubernetes'].replace(/^v1\./, 'v0.');
    copyFileSync(join(__dirname, 'main.go'), join(this.folder, 'main.go'));
    writeFileSync(join(this.folder, 'go.mod'), `module reader\n\ngo 1.24\n\nrequire k8s.io/apimachinery ${version}\n`);
    const env = { ...process.env, GOFLAGS: '-mod=mod' };
    execFileSync('go', ['build', '-o', this.program, '.'], { cwd: this.folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  read(questions: readonly GoQuestion[]): GoAnswer[] {
    const input = questions.map(({ text, single = false }) => `${JSON.stringify({ text: text.toString('base64'), single })}\n`).join('');
    const output = execFileSync(this.program, { input, maxBuffer: 2 ** 31 - 1 }).toString();
    return output
      .split('\n')
      .filter(Boolean)
      .map((line): GoAnswer => JSON.parse(line));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Where Go keeps the sources of modules; undefined without Go. */
export function goModules(): string | undefined {
  const folder = execFileSync('go', ['env', 'GOMODCACHE']).toString().trim();
  mkdirSync(folder, { recursive: true });
  return existsSync(folder) ? folder : undefined;
}
