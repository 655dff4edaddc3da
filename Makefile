# Every target is one command that also works by hand.
MVN ?= mvn
JDK25 ?= $(firstword $(wildcard /usr/lib/jvm/*25*))

.DEFAULT_GOAL := help

.PHONY: help
help: ## Print this help
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build the runnable archive, without tests and checks
	$(MVN) -DskipTests -Dquick package

.PHONY: test
test: ## Run all tests, without formatting and static analysis
	$(MVN) -Dquick test

.PHONY: verify
verify: ## Run all tests and checks: what a change must pass
	$(MVN) verify

.PHONY: case
case: ## Run the tests with one tag: make case TAG=N1
	$(MVN) -Dquick test -Dgroups=$(TAG)

.PHONY: format
format: ## Format all Java sources
	$(MVN) -q spotless:apply

.PHONY: demo
demo: ## Watch a real outage and its recovery
	./ripresa demo

.PHONY: serve
serve: ## Start the server
	./ripresa serve

FROM ?= 0
SEEDS ?= 20000

.PHONY: simulate
simulate: ## Run many simulated worlds: SEEDS=20000 FROM=0, or replay one: SCENARIO=file
	$(MVN) -q -Dquick test-compile -pl simulation-tests -am
	java -Xmx1g -cp core/target/classes:simulation/target/classes:simulation-tests/target/test-classes \
		io.ripresa.simulation.SimulateMain $(if $(SCENARIO),$(SCENARIO),$(FROM) $(SEEDS))

.PHONY: bench
bench: ## Measure a million failed tasks beside a thousand; writes docs/bench.md
	$(MVN) -q -Dquick -pl bench -am compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
	java -Xmx256m -XX:+UseSerialGC -Djava.util.logging.config.file=.mvn/test-logging.properties -cp bench/target/classes:$$(cat bench/target/classpath.txt) io.ripresa.bench.Bench docs/bench.md

.PHONY: guards
guards: ## Measure what the worker and its guards cost beside plain db-scheduler; writes docs/guards.md
	$(MVN) -q -Dquick -pl bench -am compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
	java -Xmx512m -Djava.util.logging.config.file=.mvn/test-logging.properties -cp bench/target/classes:$$(cat bench/target/classpath.txt) io.ripresa.bench.guards.GuardCost docs/guards.md $(ARGS)

.PHONY: side-by-side
side-by-side: ## Play one real outage with db-scheduler, JobRunr and Ripresa at once; writes docs/side-by-side.md
	$(MVN) -q -Dquick -pl bench -am compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
	java -Xmx1g -Djava.util.logging.config.file=.mvn/test-logging.properties -cp bench/target/classes:$$(cat bench/target/classpath.txt) io.ripresa.bench.side.SideBySide docs $(ARGS)

.PHONY: precedents
precedents: ## Learn from all labelled failures; writes core's precedents.tsv
	$(MVN) -q -Dquick -pl bench -am compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
	java -Xmx4g -cp bench/target/classes:$$(cat bench/target/classpath.txt) io.ripresa.bench.diagnosis.PrecedentTable core/src/main/resources/io/ripresa/analyze/precedents.tsv

.PHONY: diagnosis
diagnosis: ## Measure how well and how fast failures are diagnosed; writes docs/diagnosis-figures.md
	$(MVN) -q -Dquick -pl bench -am compile org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
	java -Xmx8g -XX:+UseSerialGC -cp bench/target/classes:$$(cat bench/target/classpath.txt) io.ripresa.bench.diagnosis.DiagnosisReport docs/diagnosis-figures.md $(ARGS)

.PHONY: chaos
chaos: ## Kill, stop and cut off real processes: 20 seeds of 2,000 tasks (ARGS="--from 7 --seeds 1")
	./ripresa chaos $(ARGS)

.PHONY: chaos-short
chaos-short: ## The same with one seed of 300 tasks that has each fault
	./ripresa chaos --short $(ARGS)

.PHONY: scoreboard
scoreboard: ## Play all built-in scenarios with all policies and write docs/scoreboard.md
	RIPRESA_JAVA_OPTS="-XX:TieredStopAtLevel=4 $$RIPRESA_JAVA_OPTS" \
		./ripresa simulate --policy all --seeds 5 --scoreboard docs/scoreboard.md --misses

.PHONY: coverage
coverage: ## Run all tests and say where the coverage reports are
	$(MVN) -Pcoverage verify
	@ls */target/site/jacoco/index.html

.PHONY: jdk25
jdk25: ## Run the tests on JDK 25 (JDK25=/path/to/it)
	@test -n "$(JDK25)" || { echo "no JDK 25 found: make jdk25 JDK25=/path/to/it"; exit 1; }
	JAVA_HOME=$(JDK25) $(MVN) -Dquick test

.PHONY: ci
ci: ## Run what continuous integration runs
	.ci/run

.PHONY: release
release: ## Build archives with sources, Javadoc and a bill of materials
	$(MVN) -Prelease -DskipTests package

.PHONY: clean
clean: ## Remove everything that was built
	$(MVN) -q clean
