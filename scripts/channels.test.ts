import { experimentalParts } from './channels';

const schema = (fields: object) => ({ properties: { spec: { properties: { rules: { items: { properties: fields } } } } } });

test('fields and versions that the standard channel lacks', () => {
  const experimental = {
    Route: {
      scope: 'Namespaced' as const,
      schemas: [
        { versions: ['v1'], schema: schema({ name: {}, retry: { properties: { codes: {} } } }) },
        { versions: ['v1alpha2'], schema: {} },
      ],
    },
    Same: { scope: 'Namespaced' as const, schemas: [{ versions: ['v1'], schema: schema({ name: {} }) }] },
    Missing: { scope: 'Namespaced' as const, schemas: [{ versions: ['v1alpha1'], schema: {} }] },
  };
  const crd = (kind: string, versions: { name: string; served: boolean; schema: { openAPIV3Schema: unknown } }[]) => ({
    spec: { group: 'example.com', scope: 'Namespaced' as const, names: { kind }, versions },
  });
  const standard = [
    crd('Route', [
      { name: 'v1', served: true, schema: { openAPIV3Schema: schema({ name: {} }) } },
      { name: 'v1alpha2', served: false, schema: { openAPIV3Schema: {} } },
    ]),
    crd('Same', [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema({ name: {} }) } }]),
  ];
  expect(experimentalParts(experimental, standard)).toEqual({
    Route: { versions: ['v1alpha2'], fields: ['spec.rules.retry'] },
    Missing: { versions: ['v1alpha1'], fields: [] },
  });
});
