// The layer rule of ARCHITECTURE.md as errors: a folder of src may import only itself and the folders before it in the list.

const pure = ['net', 'model', 'lookup', 'packet', 'components', 'snapshot', 'trace', 'questions', 'explain'];
const readsWorld = ['config', 'ingest', 'collect', 'store', 'answers'];
const frontEnds = ['api', 'cli', 'chat', 'ui'];

const inFolders = (folders) => `^src/(${folders.join('|')})/`;
const order = [...pure, 'config', ['ingest', 'collect', 'store'], 'answers'];

/** One rule a layer: everything that stands after it in the order is forbidden to it; folders of one rank don't import one another. */
const layerRules = order.flatMap((layer, rank) =>
  [layer].flat().map((folder) => ({
    name: `layer-${folder}`,
    comment: `${folder} may import only folders before it in the layer order.`,
    severity: 'error',
    // A spec may ask the whole engine: what a station decides shows in a trace.
    from: { path: `^src/${folder}/`, pathNot: '[.]spec[.]ts$' },
    to: { path: inFolders([...order.slice(rank).flat(), ...frontEnds].filter((other) => other !== folder)) },
  })),
);

const frontEndRules = frontEnds.map((frontEnd) => ({
  name: `front-end-${frontEnd}`,
  comment: 'Front ends see answers: never one another, the walk or the components.',
  severity: 'error',
  from: { path: `^src/${frontEnd}/` },
  to: { path: inFolders([...frontEnds.filter((other) => other !== frontEnd), 'trace', 'components']) },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'Cycles are forbidden, type-only ones too.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import must name something that is there.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'pure-without-node',
      comment: 'Above the I/O line nothing touches files, the clock, randomness or the environment.',
      severity: 'error',
      from: { path: inFolders(pure), pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-without-packages',
      comment: 'Above the I/O line no package but zod.',
      severity: 'error',
      from: { path: inFolders(pure), pathNot: '[.]spec[.]ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'zod-at-the-edges',
      comment: 'Documents are checked where they are read: components, snapshot, and below the I/O line.',
      severity: 'error',
      from: { path: inFolders(pure.filter((folder) => !['components', 'snapshot'].includes(folder))), pathNot: '[.]spec[.]ts$' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'no-tests-in-sources',
      comment: 'Only tests import tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]spec[.]ts$' },
      to: { path: '(^test/|[.]spec[.]ts$)' },
    },
    {
      name: 'typeorm-in-store',
      comment: 'The database is known to store and to the migrations only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/(typeorm|sqlite3|pg)/' },
    },
    ...layerRules,
    ...frontEndRules,
    {
      name: 'known-folders',
      comment: 'A new folder of src needs its place in the layer order.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: inFolders([...pure, ...readsWorld, ...frontEnds]) },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    combinedDependencies: false,
  },
};
