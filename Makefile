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

# Loads a made-up graph and measures: `make bench PRACTICES=50000` takes another size.
PRACTICES ?= 10000
bench:
	go run ./bench -practices $(PRACTICES)

.PHONY: run build generate test bench
