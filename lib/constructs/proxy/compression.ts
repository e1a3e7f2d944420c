import type { Construct } from 'constructs';
import { count } from '../count';
import { onlyKnown } from '../only-known';
import { withinNew } from '../within';
import { EnvoyFilter, type EnvoyFilterTarget, httpFilter, targetOf } from './envoy-filter';

export interface CompressionProps extends EnvoyFilterTarget {
  /** The algorithm. @default 'gzip' */
  readonly by?: 'gzip' | 'brotli' | 'zstd';
  /** Media types of the answers that are compressed. @default - Envoy's: text, JSON, JavaScript, XML and SVG */
  readonly contentTypes?: readonly string[];
  /** Smaller answers, in bytes, go as they are. @default 30 */
  readonly minLength?: number;
}

/** Compresses answers for clients that accept it. Source: Envoy `Compressor`. */
export class Compression extends EnvoyFilter {
  /** @param id also the name of the object. @throws ConstructError `CountRange` */
  constructor(scope: Construct, id: string, props: CompressionProps) {
    const compressor = withinNew(scope, id, () => render(onlyKnown('CompressionProps', props)));
    super(scope, id, { ...targetOf(props), patches: [httpFilter(props, 'envoy.filters.http.compressor', compressor)] });
  }
}

const libraries = { gzip: 'Gzip', brotli: 'Brotli', zstd: 'Zstd' } as const;

function render({ by = 'gzip', contentTypes, minLength }: CompressionProps) {
  const common = { min_content_length: count(minLength, 'minLength'), content_type: contentTypes && [...contentTypes] };
  const isUsual = Object.values(common).every((value) => value === undefined);
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.compressor.v3.Compressor',
    response_direction_config: isUsual ? undefined : { common_config: common },
    compressor_library: {
      name: by,
      typed_config: { '@type': `type.googleapis.com/envoy.extensions.compression.${by}.compressor.v3.${libraries[by]}` },
    },
  };
}
