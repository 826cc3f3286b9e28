// Reads the committed contract with graphql-js, and compares it with what a server tells of itself: node oracle.mjs URL
import { readFileSync } from 'node:fs';
import {
  GraphQLSchema,
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  validateSchema,
} from 'graphql';

// What the server may have beyond the contract: gqlgen adds @defer to every schema.
const addedByServer = ['defer'];

const url = process.argv[2];
if (!url) {
  console.error('usage: node oracle.mjs URL');
  process.exit(2);
}

const committed = buildSchema(readFileSync(new URL('../api.graphqls', import.meta.url), 'utf8'));
const served = await introspect(url);
const findings = [
  ...validateSchema(committed).map((error) => `the committed schema is not valid: ${error}`),
  ...validateSchema(served).map((error) => `the served schema is not valid: ${error}`),
  ...differences(definitions(committed), definitions(without(served, addedByServer))),
];
findings.forEach((finding) => console.log(finding));
console.log(findings.length ? `${findings.length} findings` : 'the served schema is the committed contract');
process.exitCode = findings.length ? 1 : 0;

async function introspect(url) {
  const query = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  if (errors) {
    console.error(`the introspection is refused with status ${response.status}: ${JSON.stringify(errors)}`);
    process.exit(1);
  }
  return buildClientSchema(data);
}

function without(schema, directives) {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: config.directives.filter(({ name }) => !directives.includes(name)) });
}

// definitions maps the name of each definition and of each of its members to its text. It is sorted within, so that only
// the meaning is compared.
function definitions(schema) {
  const { definitions } = parse(printSchema(lexicographicSortSchema(schema)));
  return new Map(
    definitions.flatMap(({ fields = [], values = [], ...head }) => {
      const name = `${head.kind} ${head.name?.value ?? ''}`;
      return [[name, print(head)], ...[...fields, ...values].map((member) => [`${name}.${member.name.value}`, print(member)])];
    }),
  );
}

function differences(committed, served) {
  return [...new Set([...committed.keys(), ...served.keys()])]
    .sort()
    .filter((head) => committed.get(head) !== served.get(head))
    .map((head) => `${head} differs (- committed, + served):\n${difference(committed.get(head), served.get(head))}`);
}

// difference shows two texts without the lines that they share at the start and at the end.
function difference(committed, served) {
  const [a, b] = [committed, served].map((text) => text?.split('\n') ?? []);
  while (a.length && b.length && a[0] === b[0]) {
    a.shift();
    b.shift();
  }
  while (a.length && b.length && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return [...a.map((line) => `  - ${line}`), ...b.map((line) => `  + ${line}`)].join('\n');
}
