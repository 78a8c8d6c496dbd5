/** What each part of src may import, besides its own files. This table is the architecture. */
const MAY_IMPORT = {
  core: [],
  wire: [],
  config: ['core/text'],
  api: [],
  dashboard: ['api'],
  'node-health': [],
  documents: ['core'],
  ports: ['core', 'replay'],
  app: ['documents', 'core', 'ports', 'replay'],
  replay: ['core', 'documents'],
  http: ['api', 'app', 'documents', 'core', 'ports'],
  adapters: ['ports', 'core', 'wire', 'config'],
  emulator: ['wire'],
  // A schedule in a file names calendars, which the commands fetch by the very rules of the app; nothing else of the world.
  cli: [
    'api',
    'app',
    'documents',
    'core',
    'replay',
    'ports',
    'config',
    'node-health',
    'adapters/calendars',
    'adapters/outbound',
  ],
  composition: ['adapters', 'app', 'ports', 'core', 'config'],
  functions: ['http', 'app', 'ports', 'config', 'composition'],
  index: ['functions', 'http', 'config'],
};

const partsOf = (names) => names.map((name) => `^(?:test/architecture/breach/)?src/${name}(/|[.]ts$)`);
const ANY_PART = '^(?:test/architecture/breach/)?src/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([part, others]) => ({
      name: `${part}-imports`,
      comment: `src/${part} may import only: ${[part, ...others].join(', ')}. Move the code, or widen the table on purpose.`,
      severity: 'error',
      from: { path: partsOf([part]) },
      to: { path: ANY_PART, pathNot: partsOf([part, ...others]) },
    })),
    {
      name: 'core-knows-only-temporal',
      comment: 'The decisions use no package but Temporal and nothing of Node: take what you need as a parameter.',
      severity: 'error',
      from: { path: partsOf(['core']) },
      to: { pathNot: [...partsOf(['core']), 'node_modules/temporal-(polyfill|spec|utils)/'] },
    },
    {
      name: 'api-knows-only-zod',
      comment: 'The contract of the API is data: the dashboard and the command line import its types.',
      severity: 'error',
      from: { path: partsOf(['api']) },
      to: { pathNot: [...partsOf(['api']), 'node_modules/zod/'] },
    },
    {
      name: 'wire-is-types',
      comment: 'The wire format is said in types alone; behaviour belongs to the adapter or the emulator.',
      severity: 'error',
      from: { path: partsOf(['wire']) },
      to: { pathNot: partsOf(['wire']) },
    },
    {
      name: 'node-health-needs-only-node',
      comment: 'It is one file on a machine with nothing but Node: no packages.',
      severity: 'error',
      from: { path: partsOf(['node-health']) },
      to: { dependencyTypesNot: ['core'], pathNot: partsOf(['node-health']) },
    },
    {
      name: 'azure-sdk-only-in-adapters',
      comment: 'Azure SDKs stay behind a port (src/ports). The local run plays the platform and may use them too.',
      severity: 'error',
      from: { path: ANY_PART, pathNot: partsOf(['adapters', 'local']) },
      to: { path: 'node_modules/@azure(-rest)?/(?!functions/)' },
    },
    {
      name: 'functions-sdk-at-the-edge',
      comment: 'Only functions, http and index know that Azure Functions is the host.',
      severity: 'error',
      from: { path: ANY_PART, pathNot: partsOf(['functions', 'http', 'index', 'local']) },
      to: { path: 'node_modules/@azure/functions/' },
    },
    {
      name: 'azurite-is-for-development',
      comment: 'Azurite is a stand-in for Azure Storage: only the local run starts it.',
      severity: 'error',
      from: { path: ANY_PART, pathNot: partsOf(['local']) },
      to: { path: 'node_modules/azurite/' },
    },
    {
      name: 'no-development-packages',
      comment:
        'What is deployed is made of dependencies, not of devDependencies. The dashboard is bundled with what it uses.',
      severity: 'error',
      from: { path: ANY_PART, pathNot: partsOf(['local', 'emulator', 'dashboard']) },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-not-to-test',
      comment: 'What ships never needs a test.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
