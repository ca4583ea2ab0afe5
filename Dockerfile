# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json .swcrc ./
COPY src ./src
COPY deploy/bundle.mjs deploy/sbom.mjs ./deploy/
RUN npm run build && npm run -s sbom > sbom.cdx.json && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/var/lib/voiceplate
WORKDIR /app
RUN mkdir -p "$DATA_DIR" && chown node:node "$DATA_DIR"
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY package.json ./
# What is in here, for scanners: CycloneDX.
COPY --from=build --chown=root:root /app/sbom.cdx.json ./
COPY data ./data
# node, by number: Kubernetes checks that it is not root.
USER 1000:1000
VOLUME ["/var/lib/voiceplate"]
EXPOSE 6001
# Its own certificate, if it has one, is for another name than localhost.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "import(process.env.SSL_CERT_PATH ? 'node:https' : 'node:http').then(({ get }) => get({ host: '127.0.0.1', port: process.env.PORT || 6001, path: '/health/live', rejectUnauthorized: false }, (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1)))"]
CMD ["node", "dist/main.js"]
