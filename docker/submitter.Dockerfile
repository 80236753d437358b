# syntax=docker/dockerfile:1
# The submitter: API, job store, webhooks. From the repository's root: docker build --file docker/submitter.Dockerfile .
# Bases are given by digest for a release (eng/base-images.sh); the tags here are for a build at home.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG ASPNET=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK} AS build
WORKDIR /source
COPY global.json Directory.*.props Directory.Build.targets .editorconfig ./
COPY eng/ eng/
COPY src/ src/
RUN dotnet publish src/Submitter/SwiftDiffusion.Submitter.csproj --configuration Release --output /app --use-current-runtime --no-self-contained -p:DebugType=none \
  -p:PublishDocumentationFiles=false

FROM ${ASPNET}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="SwiftDiffusion submitter" \
      org.opencontainers.image.description="Takes image jobs over HTTP, hands them to workers, follows them, and tells producers by events and webhooks." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data /blobs && chown 1654:1654 /data /blobs
VOLUME ["/data", "/tmp"]
EXPOSE 8080
USER 1654:1654
HEALTHCHECK --interval=10s --timeout=5s --start-period=1m --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 5 _ code _ <&3 && [[ $code == 200 ]]"]
ENTRYPOINT ["./SwiftDiffusion.Submitter"]
