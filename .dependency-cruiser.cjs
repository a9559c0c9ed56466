// Imports point one way: a layer knows those below it. The layers of src/, lowest first; what stands on one line may
// import each other.
const LAYERS = [
  ['errors', 'unheard', 'counters', 'log', 'fault-point', 'fifo', 'soon', 'operations', 'message'],
  ['wire'],
  ['memory'],
  ['transports', 'channels'],
  ['pipe', 'listener', 'context'],
  ['codec', 'process'],
  ['loader', 'array-pool'],
  ['parallel'],
  ['session'],
];

/** These may import all, and nothing imports them; only src/index.ts shows `inspect` to users. */
const OBSERVERS = ['inspect', 'testing', 'cli'];

/** Matches these folders and files of src/. @param {string[]} names */
const within = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const BACKENDS = '^src/(transports|channels)/[^/]+/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...LAYERS.slice(0, -1).map((layer, index) => ({
      name: `one-way-${layer.join('-')}`,
      comment: 'a layer imports only itself and those below it',
      severity: 'error',
      from: { path: within(layer) },
      to: { path: within(LAYERS.slice(index + 1).flat()) },
    })),
    {
      name: 'observers-are-not-imported',
      comment: 'inspect, testing and cli look at the others, never the other way round',
      severity: 'error',
      from: { path: '^src/', pathNot: within([...OBSERVERS, 'index']) },
      to: { path: within(OBSERVERS) },
    },
    {
      name: 'index-is-for-users',
      comment: 'the public face shows neither testing nor cli, and inside the library nobody needs it',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: within(['testing', 'cli']) },
    },
    {
      name: 'index-is-not-imported',
      comment: 'import the module itself: the public face would drag in everything',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'every-folder-has-a-layer',
      comment: 'name the new folder in LAYERS, so that the rules hold for it',
      severity: 'error',
      from: { path: '^src/', pathNot: within([...LAYERS.flat(), ...OBSERVERS, 'index']) },
      to: {},
    },
    {
      name: 'no-concrete-backend',
      comment: 'the core knows the contracts; only context/defaults.ts knows who fulfils them',
      severity: 'error',
      from: { path: within(['pipe', 'listener', 'context']), pathNot: '^src/context/defaults\\.ts$' },
      to: { path: BACKENDS },
    },
    {
      name: 'backends-stand-alone',
      comment: 'what two backends share lies beside their contract',
      severity: 'error',
      from: { path: '^src/(transports|channels)/([^/]+)/' },
      to: { path: BACKENDS, pathNot: '^src/$1/$2/' },
    },
    {
      name: 'contract-of-transports-only',
      comment: 'a channel moves bytes over any transport, so it knows none',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: { path: '^src/transports/', pathNot: '^src/transports/transport\\.ts$' },
    },
    {
      name: 'transports-know-no-channels',
      comment: 'channels are made of transports, not the other way round',
      severity: 'error',
      from: { path: '^src/transports/' },
      to: { path: '^src/channels/' },
    },
    {
      name: 'no-cycle',
      comment: 'modules that need each other at run time cannot be loaded or understood one by one',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycle-between-folders',
      comment: 'types may know each other only inside one folder',
      severity: 'error',
      from: { path: '^src/([^/]+)' },
      to: { circular: true, via: { pathNot: '^src/$1(/|$)' } },
    },
    {
      name: 'src-stands-alone',
      comment: 'what is published imports nothing that is not',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|examples|scripts)/' },
    },
    {
      name: 'only-declared-dependencies',
      comment: "src imports what package.json's dependencies list",
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
    {
      name: 'no-onnxruntime',
      comment: "onnxruntime-node is the caller's: its tensors are known by their structure",
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'onnxruntime-node' },
    },
    {
      name: 'resolvable',
      comment: 'what cannot be found was not checked',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
