# One entry per thing a developer does. `make check` is all that CI runs.
.DEFAULT_GOAL := help
.PHONY: help check tools build fmt fmt-check vet lint test race journeys long browser packs bench fuzz cover screenshots clean

STATICCHECK := bin/staticcheck-v0.8.2
AXE := web/browsertest/node_modules/axe-core/axe.min.js
# One PostgreSQL for all packages of a run; see the script's first lines.
WITH_POSTGRES := store/storetest/with-postgres
FUZZTIME ?= 20s
PKG ?= ./...

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

check: tools fmt-check vet lint race journeys long packs ## everything that must hold before a change lands

tools: $(STATICCHECK) $(AXE) ## install what the checks need and the machine lacks
	@scripts/install-missing

$(STATICCHECK):
	GOBIN=$(CURDIR)/bin go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	mv bin/staticcheck $@

$(AXE): web/browsertest/package-lock.json
	@scripts/install-missing
	npm ci --prefix web/browsertest --ignore-scripts --no-audit --no-fund
	touch $@

build: ## build the program: bin/yichuang
	CGO_ENABLED=0 go build -trimpath -o bin/yichuang .

fmt: ## format the Go sources
	gofmt -w .

fmt-check:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not formatted, run 'make fmt':"; echo "$$unformatted"; exit 1; }

vet: ## report what is wrong almost surely
	go vet ./...

lint: $(STATICCHECK) ## staticcheck: bugs, dead code and style that go vet does not see
	$(STATICCHECK) ./...

test: tools ## all tests, without the race detector; PKG=./policy/... for some
	$(WITH_POSTGRES) go test -parallel 6 $(PKG)

race: tools ## all tests but the journeys with the race detector, on SQLite and PostgreSQL, long ones short
	$(WITH_POSTGRES) env CGO_ENABLED=1 go test -race -short -parallel 6 -timeout 40m $$(go list $(PKG) | grep -v '/cli$$')

# The detector makes journeys twice as long and sees one person at a time there; where
# the whole product serves many at once it looks on.
journeys: tools ## people's ways through the whole product, most of them in a browser
	$(WITH_POSTGRES) go test -short -parallel 6 -timeout 40m ./cli
	$(WITH_POSTGRES) env CGO_ENABLED=1 go test -race -short -timeout 20m -run 'Publish|Kill|Operator' ./cli

# The packages whose tests ask testing.Short: a hundred thousand random persons
# against the naive engine need no race detector, which makes them ten times slower.
long: ## the tests that race shortens, at full length
	go test -timeout 25m $$(grep -rl 'testing.Short()' --include='*_test.go' . | xargs -n1 dirname | sort -u)

browser: tools ## the tests that drive a browser
	$(WITH_POSTGRES) go test -count=1 ./web/... ./cli/...

packs: ## check the packs and run their scenarios
	go run . policy check
	go run . policy test

bench: tools ## benchmarks with allocations; PKG=./determination for one
	$(WITH_POSTGRES) go test -run '^$$' -bench . -benchmem $(PKG)

fuzz: ## every fuzz target for FUZZTIME each
	scripts/fuzz $(FUZZTIME)

cover: tools ## test coverage over all packages: out/cover.html
	@mkdir -p out
	$(WITH_POSTGRES) go test -coverpkg=./... -coverprofile=out/cover.out ./...
	go tool cover -html=out/cover.out -o out/cover.html
	go tool cover -func=out/cover.out | tail -n 1

screenshots: browser ## pictures of the pages, in out/screenshots
	@ls out/screenshots

clean: ## delete what was built, installed and drawn here
	rm -rf bin out web/browsertest/node_modules
