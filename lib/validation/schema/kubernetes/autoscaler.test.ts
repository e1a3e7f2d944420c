import { said } from './said.test.helper';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const scaled = (more: object) => ({ spec: { scaleTargetRef, maxReplicas: 3, ...more } });
const by = (...metrics: object[]) => scaled({ metrics });
const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', ...target } } });
const metric = { name: 'm' };

test.each<[string, object, string[]]>([
  ['right', scaled({}), []],
  ['no replicas', scaled({ minReplicas: 0, maxReplicas: 0 }), ['spec.minReplicas', 'spec.maxReplicas']],
  [
    'what is scaled',
    scaled({ scaleTargetRef: { apiVersion: 'a/b/c', kind: 'a/b', name: '' } }),
    ['kind', 'name', 'apiVersion'].map((field) => `spec.scaleTargetRef.${field}`),
  ],
  ['a kind without its group', scaled({ scaleTargetRef: { kind: 'Deployment', name: 'a' } }), ['spec.scaleTargetRef.apiVersion']],
  ['a kind of the core group', scaled({ scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'a' } }), []],
  ['by CPU', by(cpu({ averageUtilization: 80 })), []],
  ['by no amount', by(cpu({})), ['spec.metrics.0.resource.target']],
  [
    'by too much',
    by(cpu({ averageUtilization: 0, averageValue: '-1' })),
    ['target', 'target.averageValue', 'target.averageUtilization'].map((field) => `spec.metrics.0.resource.${field}`),
  ],
  ['by nothing', by({ type: 'Pods' }), ['spec.metrics.0.pods']],
  ['by what is not', by({ type: 'CPU' }), ['spec.metrics.0.type']],
  [
    'by two',
    by({ ...cpu({ averageUtilization: 80 }), pods: { metric, target: { type: 'AverageValue', averageValue: 1 } } }),
    ['spec.metrics.0.pods'],
  ],
  [
    'by pods',
    by({ type: 'Pods', pods: { metric: { name: 'a/b' }, target: { type: 'AverageValue' } } }),
    ['metric.name', 'target'].map((field) => `spec.metrics.0.pods.${field}`),
  ],
  [
    'by both values',
    by({ type: 'External', external: { metric, target: { type: 'Value', value: 1, averageValue: 1 } } }),
    ['spec.metrics.0.external.target'],
  ],
  [
    'by an object',
    by({
      type: 'Object',
      object: { metric, describedObject: { kind: 'a', name: 'b' }, target: { type: 'value', value: 1, averageValue: 1 } },
    }),
    ['spec.metrics.0.object.target.type'],
  ],
  [
    'by one container',
    by({
      type: 'ContainerResource',
      containerResource: { name: 'gpu', container: 'A', target: { type: 'Utilization', averageUtilization: 1 } },
    }),
    ['name', 'container'].map((field) => `spec.metrics.0.containerResource.${field}`),
  ],
  ['slowly', scaled({ behavior: { scaleUp: {}, scaleDown: { policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] } } }), []],
  [
    'too slowly',
    scaled({
      behavior: {
        scaleUp: { policies: [], selectPolicy: 'max', stabilizationWindowSeconds: 3601, tolerance: '-1' },
        scaleDown: { policies: [{ type: 'percent', value: 0, periodSeconds: 1801 }] },
      },
    }),
    [
      ...['stabilizationWindowSeconds', 'selectPolicy', 'tolerance', 'policies'].map((field) => `spec.behavior.scaleUp.${field}`),
      ...['type', 'value', 'periodSeconds'].map((field) => `spec.behavior.scaleDown.policies.0.${field}`),
    ],
  ],
])('HorizontalPodAutoscaler: %s', (_name, rest, expected) => {
  expect(said('HorizontalPodAutoscaler', rest)).toEqual(expected);
});
