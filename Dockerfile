# One file, three images: gateway (the default), silo (needs the Orleans engine), devnet (simulated clients, for trying).
#
#   docker build --target gateway -t sidecar-gateway .
#   docker build --target silo --build-arg OrleansEngine=packages -t sidecar-silo .
#
# OrleansEngine is packages or embedded; empty finds out which one can be built (eng/orleans-engine). The compiler runs
# on the builder's own architecture and compiles for the image's, so arm64 images need no emulation.

ARG DOTNET_VERSION=10.0

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS base
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source

# What decides the packages comes first: a change of code does not restore again.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY eng/OtherEngine.targets eng/BannedSymbols.txt eng/orleans-engine eng/image-publish eng/
COPY src/Contracts/*.csproj src/Contracts/
COPY src/Gateway/*.csproj src/Gateway/
COPY src/Grains/*.csproj src/Grains/
COPY src/Orleans.Embedded/*.csproj src/Orleans.Embedded/
COPY src/Silo/*.csproj src/Silo/
COPY tests/Devnet/*.csproj tests/Devnet/
COPY tests/TestKit/*.csproj tests/TestKit/
ARG OrleansEngine=
ARG TARGETARCH

FROM base AS build-gateway
RUN eng/image-publish restore src/Gateway
COPY src/ src/
COPY .editorconfig ./
RUN eng/image-publish publish src/Gateway /app

FROM base AS build-silo
RUN eng/image-publish restore src/Silo
COPY src/ src/
COPY .editorconfig ./
RUN eng/image-publish publish src/Silo /app

FROM base AS build-devnet
RUN eng/image-publish restore tests/Devnet
COPY src/ src/
COPY tests/Devnet/ tests/Devnet/
COPY tests/TestKit/ tests/TestKit/
COPY .editorconfig ./
RUN eng/image-publish publish tests/Devnet /app

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION} AS runtime
# Nothing is written at run time, debuggers are not listened for, and the health check is the program itself.
ENV DOTNET_EnableDiagnostics=0
WORKDIR /app
USER 1654:1654

FROM runtime AS devnet
COPY --from=build-devnet /app/ ./
ENTRYPOINT ["./Sidecar.Devnet"]

FROM runtime AS silo
COPY --from=build-silo /app/ ./
EXPOSE 5556 11111 30000
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s CMD ["./Sidecar.Silo", "healthcheck"]
ENTRYPOINT ["./Sidecar.Silo"]

FROM runtime AS gateway
COPY --from=build-gateway /app/ ./
EXPOSE 8081 5555 9090
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["./Sidecar.Gateway", "healthcheck"]
ENTRYPOINT ["./Sidecar.Gateway"]
