FROM scratch
ARG TARGETARCH
ADD infra-${TARGETARCH}.tar /
COPY --chmod=755 redis-entrypoint /usr/local/bin/docker-entrypoint.sh
WORKDIR /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
