// What the compiler can't say. Formatting is biome's, imports between layers are dependency-cruiser's.
import functional from 'eslint-plugin-functional';
import tseslint from 'typescript-eslint';

/** Everything that would make a replay differ: it comes in as a field of an event instead. */
const IMPURE_GLOBALS = [
  ['Date', 'Time enters as a field of an event (atMs).'],
  ['Intl', 'Locale differs between machines.'],
  ['performance', 'Time enters as a field of an event (atMs).'],
  ['crypto', 'Randomness enters as a field of an event.'],
  ['process', 'The domain does not know where it runs.'],
  ['console', 'The domain says what it has to say in values.'],
  ['setTimeout', 'When time alone changes a plan is said by wakeAt.'],
  ['setInterval', 'When time alone changes a plan is said by wakeAt.'],
  ['setImmediate', 'The domain is synchronous.'],
  ['queueMicrotask', 'The domain is synchronous.'],
  ['Promise', 'The domain is synchronous.'],
  ['fetch', 'The domain does no I/O.'],
  ['Buffer', 'The domain runs where Node is not.'],
  ['globalThis', 'Name what you need; impure globals are not to be had.'],
].map(([name, message]) => ({ name, message }));

const IMPURE_PROPERTIES = [
  { object: 'Math', property: 'random', message: 'Ids are counters in the state.' },
  ...['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase', 'toLocaleDateString', 'toLocaleTimeString'].map(
    (property) => ({
      property,
      message: 'Locale differs between machines: compare by code unit (compareNames, an Ord).',
    }),
  ),
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'test/golden/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx', 'test/**/*.ts', 'examples/**/*.ts'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A codec and its type share a name, as io-ts has it.
      '@typescript-eslint/no-redeclare': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/only-throw-error': 'error',
      // `== null` means null or undefined, and says so.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['warn', { max: 400, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    plugins: { functional },
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'The domain does no I/O.' }] }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ExportNamedDeclaration > TSInterfaceDeclaration:not([id.name=/Draft$/]) > TSInterfaceBody > TSPropertySignature:not([readonly=true])',
          message: 'readonly: a value that was handed out never changes. (What does change is called a Draft, or stays in its file.)',
        },
        { selector: ':function[async=true]', message: 'The domain is synchronous.' },
      ],
      // Loops and local lets are how fast code is written: what counts is that no value that was handed out changes.
      'functional/no-let': 'off',
      'functional/no-loop-statements': 'off',
      'functional/no-classes': 'off',
      'functional/no-class-inheritance': 'error',
      'functional/no-this-expressions': 'off',
      'functional/no-promise-reject': 'error',
      'functional/no-try-statements': 'error',
      'functional/prefer-property-signatures': 'error',
      'functional/readonly-type': ['error', 'keyword'],
    },
  },
  {
    // Tests await what they must; node:test-like describe callbacks are theirs to shape.
    files: ['test/**/*.ts', 'examples/**/*.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
