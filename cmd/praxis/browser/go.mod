// Not ours to build: this line between modules keeps what npm installs here out of ./... above.
module github.com/praxis-kb/praxis/cmd/praxis/browser

go 1.26
