// Runs the audits of graphql-http against a server: node audit.mjs URL
import { serverAudits } from 'graphql-http';

const expected = 61; // of graphql-http 1.23.1; fewer would mean that something is no longer looked at

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

let ok = 0;
for (const audit of serverAudits({ url })) {
  const [level, ...text] = audit.name.split(' ');
  const failure = await run(audit);
  if (failure) {
    console.log(`${audit.id} ${level} ${text.join(' ')}: ${failure}`);
  } else {
    ok++;
  }
}
console.log(`${ok} of ${expected} ok`);
process.exitCode = ok === expected ? 0 : 1;

// run says what is wrong, or nothing. An audit throws where there was no answer at all.
async function run(audit) {
  try {
    const result = await audit.fn();
    return result.status === 'ok' ? '' : `${result.status}: ${result.reason}`;
  } catch (error) {
    return `fatal: ${error.cause ?? error}`;
  }
}
