/** The arrows of the house: what lies right of the manifest seam never sees a construct. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { path: '^(lib|services|proof)' }, to: { circular: true } },
    {
      name: 'seam',
      comment: 'manifest, mesh, route, check, graph, diff and report read plain objects, whoever wrote them',
      severity: 'error',
      from: { path: '^lib/(manifest|mesh|route|check|graph|diff|report)/' },
      to: {
        path: [
          '^lib/(constructs|synth|app|cli|jest)',
          '^(imports/[^/]+\\.ts|services|main)',
          'node_modules/(cdk8s|constructs|cdk8s-plus-27)/',
        ],
      },
    },
    {
      name: 'mesh-reads-manifests-only',
      severity: 'error',
      from: { path: '^lib/mesh/' },
      to: { path: '^lib/(route|check|graph|diff|report)/' },
    },
    {
      name: 'manifest-is-the-seam',
      severity: 'error',
      from: { path: '^lib/manifest/' },
      to: { path: '^lib/(?!manifest/|errors|text)' },
    },
    {
      name: 'constructs-declare',
      comment: 'a construct knows neither rules nor routes',
      severity: 'error',
      from: { path: '^lib/constructs/' },
      to: { path: '^lib/(mesh|route|check|graph|diff|report|cli|jest)/' },
    },
    { name: 'library-is-not-the-system', severity: 'error', from: { path: '^lib/' }, to: { path: '^(services|main|proof|bench)' } },
    { name: 'nobody-needs-the-proof', severity: 'error', from: { path: '^(services|main|scripts)' }, to: { path: '^proof/' } },
    { name: 'cli-is-a-leaf', severity: 'error', from: { path: '^lib/(?!cli/)' }, to: { path: '^lib/cli/' } },
    {
      name: 'ships-only-dependencies',
      severity: 'error',
      from: { path: '^lib/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'npm', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
