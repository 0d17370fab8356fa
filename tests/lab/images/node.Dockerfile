# Laid out natively: no step runs under emulation.
ARG DEBIAN
FROM --platform=$BUILDPLATFORM ${DEBIAN} AS layout
ARG TARGETARCH
COPY node-${TARGETARCH}/bin/node /out/usr/local/bin/node
COPY npm /out/usr/local/lib/node_modules/npm
COPY --chmod=755 node-entrypoint /out/usr/local/bin/docker-entrypoint.sh
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /out/usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /out/usr/local/bin/npx \
 && ln -s node /out/usr/local/bin/nodejs \
 && chmod 755 /out/usr/local/lib/node_modules/npm/bin/*-cli.js \
 && mkdir -p /out/etc /out/home && cp /etc/passwd /etc/group /out/etc/ \
 && echo 'node:x:1000:1000::/home/node:/bin/bash' >> /out/etc/passwd \
 && echo 'node:x:1000:' >> /out/etc/group \
 && install -d -o 1000 -g 1000 /out/home/node

# Other bytes under the same tag, for the test of a base image that moved.
FROM --platform=$BUILDPLATFORM ${DEBIAN} AS variant
ARG VARIANT=first
RUN mkdir -p /out/etc && echo "${VARIANT}" > /out/etc/slipway-lab-variant

FROM ${DEBIAN}
ARG NODE_VERSION
COPY --from=layout /out/ /
COPY --from=variant /out/ /
ENV NODE_VERSION=${NODE_VERSION}
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
