# The two commands: `make run` and `make test`. Each does all its own set-up.

run: build
	bin/praxis serve

build: console type drawing
	go build -o bin/praxis ./cmd/praxis

# GraphiQL for /console, embedded in the program. Where it cannot be built the plain console stands in its place.
console:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/console/dist/index.html \
	|| echo "npm is missing, or failed: /console answers the plain form"

web/console/dist/index.html: web/console/package-lock.json $(wildcard web/console/*.js web/console/*.css web/console/*.html examples/*.graphql)
	cd web/console && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

# The type of the pages, cut to the letters that they use; without it they are set in that of the reader's system.
type:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/type/dist/sans-latin.woff2 \
	|| echo "npm is missing, or failed: pages are set in the type of the system"

web/type/dist/sans-latin.woff2: web/type/package-lock.json web/type/build.mjs
	cd web/type && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

# The picture of the whole graph; without it its table stands alone.
drawing:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/drawing/dist/drawing.js \
	|| echo "npm is missing, or failed: /whole/graph has no picture, and its table alone"

web/drawing/dist/drawing.js: web/drawing/package-lock.json web/drawing/vite.config.js $(wildcard web/drawing/src/*.js)
	cd web/drawing && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

generate:
	go generate .

test: console type drawing
	go vet ./...
	go test ./...

# Loads a made-up graph and measures. `make bench PRACTICES=10000,100000 KEEP=/tmp/graphs` measures two sizes and how they
# differ, and keeps the graphs for the next run.
PRACTICES ?= 10000
bench:
	go run ./bench -practices $(PRACTICES) $(if $(KEEP),-keep $(KEEP))

.PHONY: run build console type drawing generate test bench
