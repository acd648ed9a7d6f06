# Each target sets up what it needs and says what it installs.
SHELL := /bin/bash
.DEFAULT_GOAL := help

export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1

ENGINES ?= auto
SLOTS ?= 2000
SEED ?=

# Where the builds of the chosen engine are, by its name.
bin-embedded := bin
bin-packages := bin/packages
bin = $(bin-$(shell OrleansEngine=$(OrleansEngine) eng/orleans-engine --name))
DEVNET = tests/Devnet/$(bin)/Release/net10.0/Sidecar.Devnet.dll
MICROBENCH = bench/Sidecar.MicroBench/$(bin)/Release/net10.0/Sidecar.MicroBench.dll
FUZZ = tests/Fuzz.Tests/$(bin)/Release/net10.0/Sidecar.Fuzz.Tests.dll
CHAOS = tests/Chaos.Tests/$(bin)/Release/net10.0/Sidecar.Chaos.Tests.dll
BENCH = bench/Sidecar.Bench/$(bin)/Release/net10.0/Sidecar.Bench.dll
GATEWAY = src/Gateway/$(bin)/Release/net10.0/Sidecar.Gateway.dll

.PHONY: help build test demo demo-ha chaos fuzz bench soak microbench publish images compose-up lint clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build everything; warnings are errors (OrleansEngine=packages|embedded)
	@eng/orleans-engine
	dotnet build Sidecar.sln

test: ## run all tests; the last line is "N passed, N failed"
	@eng/run-tests

demo: BLOCKS ?= 20
demo: ## run the gateway between two execution clients (BLOCKS=20, ENGINES=auto|real|sim)
	@eng/orleans-engine
	@eng/need-node $(ENGINES)
	@dotnet build tests/Devnet --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
	@dotnet $(DEVNET) demo --gateway $(GATEWAY) --blocks $(BLOCKS) --engines $(ENGINES)

demo-ha: BLOCKS ?= 60
demo-ha: ## kill gateways, Redis and the builder of two sequencers (BLOCKS=60, SEED=, ENGINES=auto|real|sim)
	@eng/orleans-engine
	@eng/need-node $(ENGINES)
	@eng/need-redis
	@dotnet build tests/Devnet --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
	@dotnet $(DEVNET) demo-ha --gateway $(GATEWAY) --blocks $(BLOCKS) --engines $(ENGINES) $(if $(SEED),--seed $(SEED))

chaos: ## kill, freeze and slow down a cluster of gateways and check every answer (SLOTS=2000, SEED=random)
	@eng/orleans-engine
	@eng/need-redis
	@dotnet build tests/Chaos.Tests --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
	@dotnet $(CHAOS) --slots $(SLOTS) $(if $(SEED),--seed $(SEED)) $(ARGUMENTS)

# Figures of two engines are two histories: the embedded one, unless told otherwise. What is measured is what is shipped:
# a build that is compiled ahead (ReadyToRun).
bench soak: export OrleansEngine := $(or $(OrleansEngine),embedded)
BENCHED = artifacts/bench-gateway/Sidecar.Gateway.dll
define publish-benched
	@dotnet publish src/Gateway --configuration Release --use-current-runtime --self-contained false \
	  --property:PublishReadyToRun=true --output $(dir $(BENCHED)) --verbosity quiet --nologo
	@dotnet build bench/Sidecar.Bench --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
endef

bench: ## measure the gateway beside nginx and haproxy, under 3 minutes (FULL=1: 20; CASES=fcu,getPayload-1m)
	@eng/orleans-engine
	@eng/need-bench
	@eng/need-redis
	$(publish-benched)
	@eng/own-network dotnet $(BENCH) run --gateway $(BENCHED) --engine $(OrleansEngine) --page docs/performance.md \
	  --commit $$(git describe --always --dirty 2>/dev/null || echo unknown) \
	  $(if $(FULL),--full) $(if $(CASES),--cases $(CASES))

soak: ## make ten blocks of 1 MB a second and watch memory, handles and threads (MINUTES=10)
	@eng/orleans-engine
	@eng/need-redis
	$(publish-benched)
	@eng/own-network dotnet $(BENCH) soak --gateway $(BENCHED) --minutes $(or $(MINUTES),10)

fuzz: MINUTES ?= 10
fuzz: ## feed mutated bytes to every reader and to a gateway process (MINUTES=10, SEED=random)
	@eng/orleans-engine
	@dotnet build tests/Fuzz.Tests --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
	@dotnet $(FUZZ) --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(ARGUMENTS)

microbench: ## time the reader, the splicer, JWTs, the lane and a grain's call, with allocations (FILTER=*Reader*)
	@eng/orleans-engine
	@dotnet build bench/Sidecar.MicroBench --configuration Release --verbosity quiet --nologo -consoleLoggerParameters:NoSummary
	@dotnet $(MICROBENCH) --filter '$(or $(FILTER),*)' $(ARGUMENTS)

publish: ## the gateway as one file for linux-x64 and linux-arm64, with its systemd unit (RUNTIMES=linux-x64)
	@eng/publish $(RUNTIMES)

images: ## container images: gateway, devnet, and silo with OrleansEngine=packages (PLATFORM=linux/arm64)
	@eng/images $(PLATFORM)

compose-up: ## two sequencers, four gateways, Redis with Sentinels in containers (compose/chaos.sh then breaks them)
	@compose/up

lint: ## check formatting and code style
	dotnet format Sidecar.sln --verify-no-changes

clean: ## remove everything that can be made again
	find src tests bench -type d \( -name bin -o -name obj -o -name node_modules \) -prune -exec rm -rf {} +
	rm -rf artifacts
