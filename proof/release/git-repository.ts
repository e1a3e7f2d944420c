import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';

const author = ['-c', 'user.name=proof', '-c', 'user.email=proof@example.com', '-c', 'commit.gpgsign=false'];

/** A git repository that holds manifests. */
export class GitRepository {
  private constructor(readonly folder: string) {}

  /** @param files folder whose YAML files are committed; folders in it are not, as Argo CD's `directory.recurse: false` leaves them out */
  static async of(files: string, folder: string): Promise<GitRepository> {
    mkdirSync(folder, { recursive: true });
    const repository = new GitRepository(folder);
    await repository.git('init', '--quiet');
    for (const file of readdirSync(files).filter((name) => name.endsWith('.yaml'))) copyFileSync(join(files, file), join(folder, file));
    await repository.commit('all');
    return repository;
  }

  /** Changes one file and commits it. */
  async change(file: string, edit: (text: string) => string): Promise<void> {
    const path = join(this.folder, file);
    const [before, after] = [readFileSync(path, 'utf8'), edit(readFileSync(path, 'utf8'))];
    if (before === after) throw new Error(`nothing to change in ${file}`);
    writeFileSync(path, after);
    await this.commit(`change ${file}`);
  }

  private async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
  }

  private git(...args: readonly string[]): Promise<string> {
    return run('git', [...author, ...args], { cwd: this.folder });
  }
}
