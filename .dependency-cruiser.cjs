const { rules } = require('./tools/dependency-rules/rules.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: rules,
  options: {
    // Type imports count: knowing a shape is depending on it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Seen as what is imported, not looked into.
    doNotFollow: { path: ['(^|/)node_modules/', '(^|/)dist/', '/generated/'] },
    combinedDependencies: false,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'import', 'default', 'types'],
      mainFields: ['main', 'types', 'typings'],
    },
  },
};
