# syntax=docker/dockerfile:1
# Plimsoll in a container:
#   docker build -t plimsoll .
#   docker run --rm -v "$PWD:/work:ro" plimsoll lint

# plimsoll ignore=unpinned-base the release pins the digest it was tested with

# build makes the bundle, which needs no other package to run.
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsdown.config.ts ./
COPY bin bin
COPY lsp lsp
COPY rules rules
COPY src src
RUN node_modules/.bin/tsdown

# plimsoll ignore=unpinned-base the release pins the digest it was tested with
FROM node:24.11.1-bookworm-slim
LABEL org.opencontainers.image.title="Plimsoll" \
      org.opencontainers.image.description="Checks Dockerfiles and the images built from them." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/package.json /opt/plimsoll/package.json
COPY --from=build /src/dist /opt/plimsoll/dist
WORKDIR /work
USER 65532:65532
HEALTHCHECK NONE
ENTRYPOINT ["node", "/opt/plimsoll/dist/plimsoll.cjs"]
CMD ["lint"]
