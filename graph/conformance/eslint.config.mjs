// The strict rule set for the contract. What differs from the plugin's own sets says why.
import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';

const contract = fileURLToPath(new URL('../api.graphqls', import.meta.url));

const rules = {
  ...graphql.configs['flat/schema-recommended'].rules,
  ...graphql.configs['flat/schema-relay'].rules,

  '@graphql-eslint/description-style': ['error', { style: 'inline' }],
  '@graphql-eslint/require-description': [
    'error',
    {
      types: true,
      rootField: true,
      FieldDefinition: true,
      InputValueDefinition: true,
      EnumValueDefinition: true,
      DirectiveDefinition: true,
    },
  ],
  '@graphql-eslint/input-name': ['error', { caseSensitiveInputType: false }],
  '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
  '@graphql-eslint/require-deprecation-date': 'error',
  '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
  '@graphql-eslint/require-nullable-result-in-root': 'error',
  // The default forbids every list that is not one of edges, and wants every node to be a Node. The log and the facts
  // that cite a source are paged through as well: nothing points at a change, so it is no Node.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],

  // Only what others may point at has an id, and Node demands it there. A value (a citation, an amount, a period) is
  // kept in its owner and has none; a change set has its sequence.
  '@graphql-eslint/strict-id-in-types': 'off',
  // A link is named after what it leads to, which may be its own type: an association is a member of associations, and
  // Entity gives documents and toolkits to all, Document and Toolkit included.
  '@graphql-eslint/no-typename-prefix': 'off',
};

export default [
  {
    files: ['**/*.graphqls'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: contract } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@graphql-eslint': graphql },
    rules,
  },
];
