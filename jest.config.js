/** Native ESM through swc; the flag that Node needs is in the `jest` script. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/bench'],
  testMatch: [
    '<rootDir>/src/**/*.spec.ts',
    '<rootDir>/test/**/*.spec.ts',
    '<rootDir>/bench/**/*.spec.ts',
    '<rootDir>/test/**/*.e2e-spec.ts',
  ],
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // The first is tried first, and most imports are of our own files.
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  extensionsToTreatAsEsm: ['.ts'],
  // Not of files such as metadata.json.js, beside which there is a metadata.json.
  moduleNameMapper: { '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
          keepClassNames: true,
        },
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
  coverageProvider: 'v8',
  restoreMocks: true,
  // A spoken turn takes its time; waits inside the tests have limits of their own.
  testTimeout: 30_000,
  // `test/check.ts` has more of them for tests that mostly wait.
  maxWorkers: 2,
  // All of a file's `it.concurrent` begin at once: see `test/support/boot-in-turn.ts`.
  maxConcurrency: 100,
};
