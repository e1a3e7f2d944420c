/** The arrows of the house: what lies right of the manifest seam never sees a construct. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { path: '^(lib|services|proof)' }, to: { circular: true } },
    {
      name: 'seam',
      comment: 'what reads manifests reads plain objects, whoever wrote them, and never a construct',
      severity: 'error',
      from: { path: '^lib/(istio|manifest|validation|mesh|route|requests|check|report|why|diff|graph)/' },
      to: {
        pathNot: '^lib/synth/yaml\\.ts$', // writes plain objects, and knows no construct
        path: [
          '^lib/(constructs|synth|app|cli|jest)',
          '^(imports/[^/]+\\.ts|services|main)',
          'node_modules/(cdk8s|constructs|cdk8s-plus-27)/',
        ],
      },
    },
    {
      name: 'istio-is-the-ground-floor',
      comment: 'hosts, names, kinds, labels, protocols: facts that need no manifest',
      severity: 'error',
      from: { path: '^lib/istio/' },
      to: { path: '^lib/(?!istio/)' },
    },
    {
      name: 'manifest-is-the-seam',
      severity: 'error',
      from: { path: '^lib/manifest/' },
      to: { path: '^lib/(?!manifest/|istio/|diagnostic|errors|text)' },
    },
    {
      name: 'validation-sees-one-object',
      comment: 'schema and admission of one object: no mesh',
      severity: 'error',
      from: { path: '^lib/validation/' },
      to: { path: '^lib/(?!validation/|manifest/|istio/|diagnostic|errors|memo|text)' },
    },
    {
      name: 'mesh-reads-manifests-only',
      comment: 'facts of the mesh know neither rules nor routes nor renderers',
      severity: 'error',
      from: { path: '^lib/mesh/' },
      to: { path: '^lib/(route|requests|check|report|why|diff|cli|jest)/' },
    },
    {
      name: 'requests-are-asked',
      comment: 'classes of requests know the routers and no verb',
      severity: 'error',
      from: { path: '^lib/requests/' },
      to: { path: '^lib/(check|report|why|diff|cli|jest)/' },
    },
    {
      name: 'rules-are-independent',
      comment: 'what two rules need is beside them, in shared/, or a fact of the mesh',
      severity: 'error',
      from: { path: '^lib/check/rules/[^/]+/[^/]+\\.ts$' },
      to: { path: '^lib/check/rules/[^/]+/[^/]+\\.ts$' },
    },
    {
      name: 'constructs-declare',
      comment: 'a construct knows neither rules nor routes',
      severity: 'error',
      from: { path: '^lib/constructs/' },
      to: { path: '^lib/(mesh|route|check|validation|report|cli|jest)/' },
    },
    {
      name: 'nobody-needs-the-picture',
      comment: 'the picture reads rules and routes; they know nothing of it',
      severity: 'error',
      from: { path: '^lib/(istio|manifest|validation|mesh|route|check|access|why|report|constructs|synth|jest)/' },
      to: { path: '^lib/graph/' },
    },
    { name: 'library-is-not-the-system', severity: 'error', from: { path: '^lib/' }, to: { path: '^(services|main|proof|bench)' } },
    { name: 'nobody-needs-the-proof', severity: 'error', from: { path: '^(services|main|scripts)' }, to: { path: '^proof/' } },
    { name: 'cli-is-a-leaf', severity: 'error', from: { path: '^lib/(?!cli/)' }, to: { path: '^lib/cli/' } },
    {
      name: 'ships-only-what-is-bundled',
      comment: 'scripts/build.ts puts these packages into the files that are published; docs/dependencies.md says why each',
      severity: 'error',
      from: { path: '^lib/', pathNot: '\\.test(\\.helper)?\\.ts$' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
        pathNot: 'node_modules/(@bufbuild/(cel|protobuf)|@grafana/grafana-foundation-sdk|@hpcc-js/wasm-graphviz|commander|re2js|yaml)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
