# syntax=docker/dockerfile:1
# The worker. From the repository's root: docker build --file docker/worker.Dockerfile --build-arg ACCELERATOR=cuda .
# Bases are given by digest for a release (eng/base-images.sh); the tags here are for a build at home.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG ASPNET=mcr.microsoft.com/dotnet/aspnet:10.0
ARG CUDA=docker.io/nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04
ARG ACCELERATOR=cpu

FROM ${SDK} AS build
ARG ACCELERATOR
WORKDIR /source
COPY global.json Directory.*.props Directory.Build.targets .editorconfig ./
COPY eng/ eng/
COPY src/ src/
# For this system alone: with libraries for every system it would be five times as large. The package of ONNX Runtime brings those of Windows all the same.
RUN dotnet publish src/Worker/SwiftDiffusion.Worker.csproj --configuration Release --output /app --use-current-runtime --no-self-contained -p:Accelerator=${ACCELERATOR} -p:DebugType=none \
  -p:PublishDocumentationFiles=false && rm --force /app/onnxruntime*.dll

FROM ${ASPNET} AS base-cpu

# CUDA and cuDNN from NVIDIA, .NET from Microsoft.
FROM ${CUDA} AS base-cuda
COPY --from=base-cpu /usr/share/dotnet /usr/share/dotnet
RUN groupadd --gid 1654 app && useradd --uid 1654 --gid 1654 --create-home app
ENV DOTNET_ROOT=/usr/share/dotnet DOTNET_RUNNING_IN_CONTAINER=true

FROM base-${ACCELERATOR}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="SwiftDiffusion worker" \
      org.opencontainers.image.description="Takes image jobs from RabbitMQ, paints them with Stable Diffusion, stores them, tells of them." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app .
# Models are mounted, never in the image; downloads and temporary files go to volumes too, so the root can be read-only.
RUN mkdir /models /cache /blobs && chown 1654:1654 /cache /blobs
VOLUME ["/cache", "/tmp"]
ENV Worker__HealthAddress=0.0.0.0 Worker__HealthPort=8081
EXPOSE 8081
USER 1654:1654
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 5 _ code _ <&3 && [[ $code == 200 ]]"]
ENTRYPOINT ["./SwiftDiffusion.Worker"]
