import { FieldReader } from '../../manifest/field';
import { readYaml } from '../../manifest/yaml/read-yaml';
import { memo } from '../../memo';
import { podOf } from './pods';
import type { Workload } from './workloads';

/** What the annotation `proxy.istio.io/config` of a pod says of its proxy; nothing where it cannot be read. Source: Istio `ProxyConfig`. */
export const annotatedConfig = memo((workload: Workload): FieldReader => {
  const text = podOf(workload).at('metadata', 'annotations', 'proxy.istio.io/config').text;
  try {
    return new FieldReader(text === '' ? {} : (readYaml(text).value ?? {}));
  } catch {
    return new FieldReader({});
  }
});
