import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig([
  globalIgnores(['dist/', 'build/', 'coverage/', 'docs/api/', 'src/wire/generated/']),
  tseslint.configs.strictTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `return callback(error)` and `() => socket.end()` say in one line what they do.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `NonNullable<unknown>` says what a library's types mean better than `object`.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // The types do not know that an index may lie outside of its array; code that asks is right.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // An async function without an await turns what it throws into a rejection, as contracts demand.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['test/**', 'examples/**', 'bench/**', 'scripts/**', 'native/**'],
    rules: {
      'no-console': 'off',
      // A callback's error is null or an error: what is rejected with is the caller's.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  {
    // JSON has no type, and JSDoc cannot give it one that the rules see.
    files: ['scripts/**', 'native/**'],
    rules: {
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.cjs', '**/*.cts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // Fixtures and cases are objects that are taken apart.
    files: ['test/**', 'src/testing/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
]);
