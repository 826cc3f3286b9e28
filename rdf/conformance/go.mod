// Not ours to build: npm packages below node_modules carry Go files (flatted does), and this line between modules keeps
// them out of ./... above.
module github.com/praxis-kb/praxis/rdf/conformance

go 1.26
