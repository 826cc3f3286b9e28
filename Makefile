# The two commands: `make run` and `make test`. Each does all its own set-up.

run: build
	bin/praxis serve

build:
	go build -o bin/praxis ./cmd/praxis

generate:
	go generate .

test:
	go vet ./...
	go test ./...

.PHONY: run build generate test
