import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noPayloadCipher = ['encrypt', 'decrypt'].map((name) => ({
  selector: `CallExpression[callee.type='MemberExpression'][callee.object.name='payload'][callee.property.name='${name}']`,
  message:
    'Payload’s cipher does not notice tampering. Secrets go through the vault (src/plugins/credentials).',
}))

const noAccessOverride = {
  selector: "Property[key.name='overrideAccess'][value.value=true]",
  message: 'Say whose access rules apply: pass `user` and `overrideAccess: false`, or use a domain function.',
}

export default defineConfig(
  globalIgnores([
    '.next/**',
    '.next-*/**',
    '.kanal/**',
    'next-env.d.ts',
    'src/payload-types.ts',
    'src/app/(payload)/admin/importMap.js',
    'src/database/migrations/*_initial.ts',
    'src/database/schema.ts',
    'coverage/**',
    'test-results/**',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...noPayloadCipher, noAccessOverride],
    },
  },
  {
    files: ['**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // Fixtures are made with full access; who may do what is then tested without it.
    files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**', '**/testing/**', 'bench/**'],
    rules: { 'no-restricted-syntax': ['error', ...noPayloadCipher] },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
)
