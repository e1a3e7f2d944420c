import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { type ApiObject, App, type AppProps } from 'cdk8s';
import { declaredElsewhere } from './constructs/declared-elsewhere';
import { chooseTrafficApi, type TrafficApi } from './constructs/traffic-api';
import { ConstructError } from './errors';
import { type Manifest, sourceOfObject } from './manifest/manifest';
import { SeenObjects } from './synth/duplicates';
import { replaceFolder, type TextFile } from './synth/folder';
import { planFiles, type RenderedChart } from './synth/layout';
import { SynthOrder } from './synth/order';
import { render } from './synth/render';
import { replaced, without } from './synth/replaced';
import { type RuleOptions, ruleCheck, warningsPrinted } from './synth/rule-check';
import { type ReleaseStep, stepReadme } from './synth/step-readme';
import type { SynthCheck } from './synth/synth-check';
import type { SynthSummary } from './synth/synth-summary';
import { readWorld } from './synth/world';
import { toYaml } from './synth/yaml';

/** How an app validates and writes its charts. */
export interface MeshAppProps extends Omit<AppProps, 'recordConstructMetadata'> {
  /** Run on every synth, before anything is written. @default - none */
  readonly checks?: readonly SynthCheck[];
  /**
   * The rules of `mesh check`, run on every synth: errors stop it before anything is written, warnings are printed.
   *
   * @default - all rules, with an ingress gateway taken for granted; `false` runs none
   */
  readonly rules?: RuleOptions | false;
  /**
   * What the cluster holds beside this app: files, folders, or `git:<revision>:<path>`. The rules know these objects and report
   * nothing about them; an object that the app makes itself takes the place of one of the same name.
   *
   * @default - nothing but what the app declares to exist elsewhere
   */
  readonly world?: readonly string[];
  /**
   * The kinds that `Gateway` and `VirtualService` are written as. What those of the Gateway API have no field for is a
   * `ConstructError` that names it; a single construct may say another.
   *
   * @default 'istio'
   */
  readonly trafficApi?: TrafficApi;
}

/** What an alternative may say of itself. */
export interface AlternativeOptions {
  /**
   * Another API for gateways and routes: the alternative is then the whole system once more, applied instead of this app and not
   * over it.
   *
   * @default - this app's
   */
  readonly trafficApi?: TrafficApi;
}

/**
 * cdk8s's `App` with a synth that is linear in objects, replaces the files of the last synth or leaves them as they were, and never drops a
 * field silently: the same files in the same layout, each beginning with `---`.
 */
export class MeshApp extends App {
  private readonly checks: readonly SynthCheck[];
  private readonly alternatives: MeshApp[] = [];
  /** Warnings that the synth under way printed. */
  private readonly printed = new Set<string>();
  /** The app that this one is an alternative of. */
  private base?: MeshApp;
  /** Of an alternative that is a step of a release. */
  private step?: ReleaseStep;
  /** The kinds that gateways and routes are written as. */
  readonly trafficApi: TrafficApi;

  /** @throws ConstructError `UnknownTrafficApi` */
  constructor(private readonly props: MeshAppProps = {}) {
    super({ ...props, recordConstructMetadata: false });
    const { checks = [], rules = {}, trafficApi = 'istio' } = props;
    this.trafficApi = trafficApi;
    chooseTrafficApi(this, trafficApi);
    this.checks = rules === false ? checks : [...checks, ruleCheck(rules, () => this.root.printed)];
  }

  /**
   * The same system declared another way, written by this app's `synth()` to a folder of its own below this app's. Its
   * objects replace this app's of the same name when they are applied, so construct paths, names and selectors are those
   * of an app of its own; the folder is no part of them.
   *
   * @param release path below this app's output folder, for example `sticky`; or a step of a `Canary`, whose folder also gets a
   *   `README.md` that says what applying the step changes for callers
   * @throws ConstructError `AlternativeFolder` when it is not below, or taken; `UnknownTrafficApi`
   */
  alternative(release: string | ReleaseStep, { trafficApi = this.trafficApi }: AlternativeOptions = {}): MeshApp {
    const folder = typeof release === 'string' ? release : release.folder;
    const outdir = join(this.outdir, folder);
    const path = relative(this.outdir, outdir);
    if (path === '' || path.startsWith('..') || isAbsolute(folder)) {
      throw new ConstructError('AlternativeFolder', `an alternative is written below the app's own folder, got \`${folder}\``);
    }
    if (this.family().some((app) => app.outdir === outdir)) {
      throw new ConstructError('AlternativeFolder', `two alternatives would be written to \`${folder}\``, {
        why: 'each replaces the same objects in its own way',
      });
    }
    const app = new MeshApp({ ...this.props, outdir, trafficApi });
    app.base = this;
    if (typeof release !== 'string') app.step = release;
    this.alternatives.push(app);
    return app;
  }

  /**
   * All objects of this app, without its alternatives, in the order they are written, each with the path of its construct.
   *
   * @throws ConstructError when the app cannot be synthesized
   */
  manifests(): Manifest[] {
    return this.render().charts.flatMap((chart) => chart.manifests());
  }

  /**
   * Writes this app and its alternatives. Nothing is written unless all of it is right.
   *
   * @throws ConstructError when a validation or check fails, two constructs make one object, or a field would be lost
   */
  override synth(): SynthSummary {
    this.printed.clear();
    const apps = isForStandardOutput(this.outdir) ? [this] : this.family();
    const warningsBefore = warningsPrinted();
    const written = apps.flatMap((app) => app.files(relative(this.outdir, app.outdir)));
    const readmes = apps.flatMap((app) => app.readme(relative(this.outdir, app.outdir)));
    const kept = replaceFolder(this.outdir, [...written, ...readmes], this.outputFileExtension);
    const objects = written.reduce((sum, { objects: own }) => sum + own, 0);
    return { files: written.length, objects, warnings: warningsPrinted() - warningsBefore, kept, folder: this.outdir };
  }

  override synthYaml(): string {
    return toYaml(this.manifests().map(({ object }) => object));
  }

  /** This app and its alternatives. @internal */
  family(): MeshApp[] {
    return [this, ...this.alternatives.flatMap((app) => app.family())];
  }

  private files(folder: string): (TextFile & { readonly objects: number })[] {
    const { charts, numbered } = this.checks.length === 0 ? this.renderedLater() : this.render();
    if (this.checks.length > 0) this.check(this.inForce(charts.flatMap((chart) => chart.manifests())));
    const layout = { type: this.yamlOutputType, extension: this.outputFileExtension, numbered };
    return planFiles(charts, layout).map((file) => {
      const objects = file.manifests().map(({ object }) => object);
      // Each begins with `---`, so that files one after the other are one stream. As bytes: text that was put together piece by piece
      // takes ten times the memory.
      return { path: join(folder, file.path), text: Buffer.from(`---\n${toYaml(objects)}`), objects: objects.length };
    });
  }

  /** What applying a step of a release changes for callers. */
  private readme(folder: string): TextFile[] {
    const { step, under } = this;
    if (!step || !under) return [];
    const base = under.inForce(under.manifests());
    const next = this.inForce(this.manifests());
    const earlier = under.alternatives.find((app) => app.step?.folder === step.after);
    const before = earlier?.inForce(earlier.manifests());
    return [{ path: join(folder, 'README.md'), text: stepReadme({ ...step, base, before, next }) }];
  }

  /** What the cluster holds once an alternative is applied over the app that it belongs to. */
  private inForce(own: readonly Manifest[]): readonly Manifest[] {
    return this.under ? replaced(this.under.inForce(this.under.manifests()), own) : own;
  }

  private render(): { charts: RenderedChart[]; numbered: boolean } {
    const { charts, numbered } = this.renderedLater();
    const rendered = charts.map((each) => {
      const manifests = each.manifests();
      return { chart: each.chart, manifests: () => manifests };
    });
    return { charts: rendered, numbered };
  }

  /** The charts in order, each to be rendered once: what is only written need not be held, and is a third of the memory of a large app. */
  private renderedLater(): { charts: RenderedChart[]; numbered: boolean } {
    this.validate();
    const order = new SynthOrder(this);
    const seen = new SeenObjects();
    const charts = order.charts.map((chart) => ({
      chart,
      manifests: () => {
        const manifests = order.objects(chart).map(manifestOf);
        seen.add(manifests);
        return manifests;
      },
    }));
    return { charts, numbered: order.hasDependentCharts };
  }

  private validate(): void {
    const errors = this.node.findAll().flatMap(({ node }) => node.validate().map((error) => `[${node.path}] ${error}`));
    if (errors.length > 0) throw new ConstructError('Validation', listed(errors));
  }

  /** What exists without this app: what `world` holds, then what constructs declare. What the app makes itself is none of it. */
  private context(own: readonly Manifest[]): Manifest[] {
    const declared = this.ancestry()
      .flatMap((app) => declaredElsewhere(app, own))
      .map((object) => ({ object, source: sourceOfObject() }));
    return without(replaced(declared, readWorld(this.props.world ?? [])), own);
  }

  /** The app that this one is applied over. */
  private get under(): MeshApp | undefined {
    return this.base?.trafficApi === this.trafficApi ? this.base : undefined;
  }

  private get root(): MeshApp {
    return this.base?.root ?? this;
  }

  /** This app and those that it is an alternative of. */
  private ancestry(): MeshApp[] {
    return [...(this.under?.ancestry() ?? []), this];
  }

  private check(manifests: readonly Manifest[]): void {
    if (this.checks.length === 0) return;
    const context = this.context(manifests);
    const findings = this.checks.flatMap((check) => check(manifests, context));
    if (findings.length > 0) throw new ConstructError('Check', listed(findings));
  }
}

/** `cdk8s synth --stdout` prints every file of a folder that it makes for that: alternatives would be applied over each other. */
function isForStandardOutput(outdir: string): boolean {
  return process.env.CDK8S_OUTDIR === outdir && dirname(outdir) === tmpdir() && basename(outdir).startsWith('cdk8s-');
}

function manifestOf(object: ApiObject): Manifest {
  return { object: render(object), source: sourceOfObject(constructPath(object.node.path)) };
}

/** What the user declared: cdk8s calls the object inside a construct `Resource` or `Default`. */
function constructPath(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}

function listed(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `${errors.length} errors\n${errors.join('\n')}`;
}
