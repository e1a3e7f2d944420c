import type { PathNormalization } from '../../mesh/installation/mesh-config';

/**
 * The path as Envoy routes it. `NONE` leaves it alone, `BASE` is Istio's default; the others merge slashes, and decode
 * `%2F` and `%5C` before that. Source: Istio `MeshConfig.pathNormalization`, Envoy `ConnectionManagerUtility::maybeNormalizePath`.
 *
 * @returns undefined when Envoy answers 400, as for `%00`
 */
export function normalPath(target: string, how: PathNormalization = 'BASE'): string | undefined {
  if (how === 'BASE') return basePath(target);
  if (how === 'NONE') return target;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const decoded = how === 'DECODE_AND_MERGE_SLASHES' ? path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : path;
  const normal = basePath(decoded);
  return normal === undefined ? undefined : normal.replace(/\/{2,}/g, '/') + (mark < 0 ? '' : target.slice(mark));
}

/**
 * The path under Istio's default normalization: fragments cut off, dot segments resolved, `\` turned
 * to `/`, unreserved characters decoded, unsafe ones encoded. Double slashes, `%2F` and the query stay as they are.
 * Source: Envoy `PathUtil::canonicalPath`, which uses Chromium's URL canonicalizer.
 *
 * @returns undefined when Envoy answers 400, as for `%00`
 */
function basePath(target: string): string | undefined {
  const fragment = target.indexOf('#');
  const whole = fragment < 0 ? target : target.slice(0, fragment);
  const mark = whole.indexOf('?');
  const path = mark < 0 ? whole : whole.slice(0, mark);
  const query = mark < 0 ? '' : whole.slice(mark);
  if (plain.test(path)) return whole;
  const normal = new Canonicalizer(withoutDotParameters(path)).run();
  return normal === undefined ? undefined : normal + query;
}

/** Paths that normalization leaves alone: no dot after a slash, nothing to decode or encode. */
const plain = /^(?:\/(?!\.)[\w~!$&'()*+,;=:@[\]-][\w.~!$&'()*+,;=:@[\]-]*|\/)*$/;

/** `/..;x=1/` is read as `/../`: parameters of a dot segment are dropped before it is resolved. */
function withoutDotParameters(path: string): string {
  return path
    .split('/')
    .map((segment) => segment.replace(/^(\.\.?);.*$/s, '$1'))
    .join('/');
}

/** Characters that are the same encoded and not: they are written plainly. */
const unreserved = /[A-Za-z0-9\-._~]/;
/** Characters that are sent encoded. What is no printable ASCII does not come this far. */
const unsafe = /[ "#<>?^`{|}]/;

class Canonicalizer {
  private out = '';
  private at = 0;

  constructor(private readonly path: string) {}

  run(): string | undefined {
    while (this.at < this.path.length) {
      const char = this.path.charAt(this.at);
      const dot = this.dotLength(this.at);
      if (dot > 0) this.dot(dot);
      else if (char === '%') {
        if (!this.escape()) return undefined;
      } else {
        this.out += char === '\\' ? '/' : unsafe.test(char) ? encode(char) : char;
        this.at++;
      }
    }
    return this.out;
  }

  /** A dot, or a `%2e`, at this place: how many characters it takes. */
  private dotLength(at: number): number {
    if (this.path[at] === '.') return 1;
    return this.path.slice(at, at + 3).toLowerCase() === '%2e' ? 3 : 0;
  }

  private dot(length: number): void {
    const after = this.at + length;
    const second = this.dotLength(after);
    if (!this.out.endsWith('/')) this.keepDot(after);
    else if (this.endsSegment(after)) this.at = after + 1;
    else if (second > 0 && this.endsSegment(after + second)) {
      this.out = this.out.slice(0, this.out.lastIndexOf('/', this.out.length - 2) + 1) || '/';
      this.at = after + second + 1;
    } else this.keepDot(after);
  }

  private keepDot(after: number): void {
    this.out += '.';
    this.at = after;
  }

  private endsSegment(at: number): boolean {
    return at >= this.path.length || this.path[at] === '/' || this.path[at] === '\\';
  }

  private escape(): boolean {
    const code = this.path.slice(this.at, this.at + 3);
    if (!/^%[0-9a-f]{2}$/i.test(code)) {
      this.out += '%';
      this.at++;
      return true;
    }
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (char === '\0') return false;
    this.out += unreserved.test(char) ? char : code;
    this.at += 3;
    return true;
  }
}

function encode(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
