# The two commands: `make run` and `make test`. Each does all its own set-up.

run: build
	bin/praxis serve

build: console
	go build -o bin/praxis ./cmd/praxis

# GraphiQL for /console, embedded in the program. Where it cannot be built the plain console stands in its place.
console:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/console/dist/index.html \
	|| echo "npm is missing, or failed: /console answers the plain form"

web/console/dist/index.html: web/console/package-lock.json $(wildcard web/console/*.js web/console/*.css web/console/*.html examples/*.graphql)
	cd web/console && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

generate:
	go generate .

test: console
	go vet ./...
	go test ./...

# Loads a made-up graph and measures: `make bench PRACTICES=50000` takes another size.
PRACTICES ?= 10000
bench:
	go run ./bench -practices $(PRACTICES)

.PHONY: run build console generate test bench
