// Reads N-Triples and SHACL shapes from two files and tells each way in which the first do not conform to the second.
import { createReadStream } from 'node:fs'
import rdf from '@zazuko/env-node'
import SHACLValidator from 'rdf-validate-shacl'
import { StreamParser } from 'n3'

const read = file => rdf.dataset().import(createReadStream(file).pipe(new StreamParser()))
const [data, shapes] = await Promise.all(process.argv.slice(2, 4).map(read))
const report = await new SHACLValidator(shapes, { factory: rdf, maxErrors: 50 }).validate(data)
for (const r of report.results) {
  console.log(r.focusNode?.value, r.path?.value, r.sourceConstraintComponent?.value.split('#')[1], r.value?.value)
}
console.log(`${data.size} triples, ${shapes.size} of shapes, ${report.results.length} faults`)
process.exit(report.conforms ? 0 : 1)
