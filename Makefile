# Everything begins with two commands: make demo, make test.

DEMO := $(CURDIR)/.demo
AKTE := bin/akte
GO   := go

.PHONY: demo test setup build lint bench bench-search bench-rank bench-known bench-formats bench-soak kill-test bench-extract bench-export bench-prep bench-web test-browser memos clean

demo: setup build ## import testdata/memos and search it
	@sh scripts/demo.sh $(AKTE) $(DEMO)

test: setup ## pass every test
	$(GO) vet ./...
	$(GO) test ./...

test-browser: build ## the reading room in headless Chromium, with axe and Mirador
	sh scripts/setup.sh browser
	cd web/browsertest && npm ci --ignore-scripts --omit=peer --no-audit --no-fund --silent
	cd web/browsertest && AKTE=$(CURDIR)/$(AKTE) CI=$${CI:-true} npm test

setup: ## install what is missing from Debian's packages
	@sh scripts/setup.sh

build:
	$(GO) build -o $(AKTE) ./cmd/akte

lint: ## the arrows between the packages, and the usual checks
	$(GO) build -modfile=internal/tools/go.mod -o bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	bin/golangci-lint run

bench: setup build ## pages/min, CPU and memory beside tesseract and ocrmypdf; writes docs/benchmarks.md
	$(GO) run ./internal/bench -akte $(AKTE) -out docs/benchmarks.md

bench-formats: build ## how the odd files of the corpus open, beside poppler; writes docs/formats.md
	$(GO) run ./internal/formats -akte $(AKTE) -out docs/formats.md -passwords internal/formats/passwords.txt ../shared/corpus/weird-pdf

bench-soak: setup build ## import 2,000 small pages in one run: memory, file descriptors and speed from the first to the last
	$(GO) run ./internal/bench/soak -akte $(AKTE)

kill-test: setup ## kill an import of 60 documents at 200 random instants and compare with an undisturbed one
	AKTE_TEST_KILLS=200 $(GO) test ./cmd/akte -run TestImportOfManyFilesSurvivesKills -v -timeout 60m

COUNCIL := ../shared/corpus/council
bench-extract: ## joins and references on real council texts, boxes to tick on drawn memos
	$(GO) run ./internal/extractbench -council $(COUNCIL) -half test
	$(GO) run ./internal/extractbench -boxes 300 -seed $$(date +%s)
	$(GO) run ./internal/extractbench -composed 300 -seed $$(date +%s)

bench-export: setup ## documents/s and memory of 1,000 searchable PDFs, beside the disk's own speed
	DOCUMENTS=1000 $(GO) test ./cmd/akte -run '^$$' -bench ExportPDF -benchtime 1x

bench-web: build ## the reading room under 32 clients on an archive of 5,200 pages: requests/s, p50, p99; writes docs/benchmarks.md
	$(GO) run ./internal/bench/web -akte $(AKTE) -out docs/benchmarks.md

SEARCH := cd internal/bench/search && $(GO) run -tags sqlite_fts5 .

bench-search: ## index time, size and speed at 10 thousand, 100 thousand and a million pages, beside SQLite
	for n in $${PAGES:-10000 100000 1000000}; do ($(SEARCH) -pages $$n) || exit 1; done

bench-rank: ## nDCG and recall on judged queries over council papers, beside Bleve's analyser and SQLite; needs ../shared/corpus
	$(SEARCH) > index/testdata/rank.golden

bench-known: build ## known-item search over drawn and read memos, beside the true text, Bleve's analyser and SQLite
	$(SEARCH) -known 44

bench-prep: setup ## errors by class, way up, skew and CPU beside plain tesseract; writes docs/benchmarks.md; CORPUS=DIR adds real scans
	OMP_THREAD_LIMIT=1 $(GO) run ./internal/prepbench -geometry 60 $(if $(CORPUS),-corpus $(CORPUS)) -out docs/benchmarks.md

memos: ## draw testdata/memos anew
	$(GO) run ./internal/memogen/memogen -list testdata/MEMOS -out testdata/memos

clean:
	rm -rf bin $(DEMO)
