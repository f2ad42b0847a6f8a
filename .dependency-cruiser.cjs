// Who may know whom; see docs/architecture.md. `npm run deps` checks it.
const TEST = '(\\.test\\.tsx?$|/testing/|/conformance/|/fixtures/)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea in two places. Types alone may refer back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(react|react-dom|next|payload|@payloadcms)(/|$)' },
    },
    {
      name: 'no-dev-package-at-runtime',
      comment: 'Code that ships uses only packages that are installed in production.',
      severity: 'error',
      from: { path: '^(src|payload\\.config)', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sandbox-apart-from-src',
      comment:
        'The sandbox stands in for the outside world: sharing code would let one mistake pass on both sides.',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: TEST },
      to: { path: '^(src/|payload\\.config)' },
    },
    {
      name: 'src-apart-from-sandbox',
      severity: 'error',
      from: { path: '^(src/|payload\\.config)', pathNot: TEST },
      to: { path: '^sandbox/' },
    },
    {
      name: 'adapters-know-nothing-of-ours',
      comment: 'An adapter can be published on its own: it knows the contract, the kit and the HTTP client.',
      severity: 'error',
      from: { path: '^src/adapters/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/adapters/' },
    },
    {
      name: 'adapters-without-framework',
      comment: 'No Payload, no database, no React inside an adapter.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: 'node_modules/(payload|@payloadcms|next|react|react-dom|pg|graphile-worker)/' },
    },
    {
      name: 'marketplaces-apart',
      comment: 'One marketplace never knows another.',
      severity: 'error',
      from: { path: '^src/adapters/marketplaces/([^/]+)/' },
      to: { path: '^src/adapters/marketplaces/([^/]+)/', pathNot: '^src/adapters/marketplaces/$1/' },
    },
    {
      name: 'marketplaces-named-in-config-only',
      comment: 'A marketplace is one folder and one line of payload.config.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/adapters/marketplaces/', TEST] },
      to: { path: '^src/adapters/marketplaces/' },
    },
    {
      name: 'http-only-through-the-guarded-client',
      comment: 'Only adapters speak to the outside, through the client that guards where requests may go.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/adapters/http/', TEST] },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'app-goes-through-plugins',
      comment: 'Routes and pages ask plugins; they speak to no adapter and no queue themselves.',
      severity: 'error',
      from: { path: '^src/app/', pathNot: TEST },
      to: { path: '^src/(adapters/(?!contract)|queue/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'plugins-know-the-contract-not-adapters',
      comment:
        'Which marketplaces exist is decided in payload.config.ts; the process context builds the HTTP client.',
      severity: 'error',
      from: { path: '^src/plugins/', pathNot: [TEST, '^src/plugins/context\\.ts$'] },
      to: {
        path: '^src/adapters/',
        pathNot: '^src/adapters/(contract\\.ts|kit/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'plugins-below-app',
      severity: 'error',
      from: { path: '^src/plugins/', pathNot: TEST },
      to: { path: '^src/(app|server)/' },
    },
    {
      name: 'collections-declare-only',
      comment:
        'A collection is a declaration: it knows plugins’ hooks and access rules, no adapters, queue or SQL.',
      severity: 'error',
      from: { path: '^src/collections/', pathNot: TEST },
      to: { path: '^src/(adapters|queue|database|app|server)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ground-below-everything',
      comment: 'Database and queue carry the house: they know no room above them.',
      severity: 'error',
      from: { path: '^src/(database|queue)/', pathNot: TEST },
      to: { path: '^src/(app|server|plugins|collections|adapters)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'queue-engine-in-one-place',
      comment: 'Everything else enqueues through src/queue.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/queue/' },
      to: { path: 'node_modules/(graphile-worker|node-cron)/' },
    },
    {
      name: 'database-driver-in-one-place',
      comment: 'Everything else uses Tx and createPool of src/database.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(database|queue)/', TEST] },
      to: { path: 'node_modules/(@types/)?pg/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|\\.kanal)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.scss'],
    },
  },
}
