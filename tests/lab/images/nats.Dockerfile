FROM scratch
ARG TARGETARCH
ADD infra-${TARGETARCH}.tar /
EXPOSE 4222 6222 8222
ENTRYPOINT ["nats-server", "--http_port", "8222"]
