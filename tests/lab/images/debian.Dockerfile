FROM scratch
ARG TARGETARCH
ADD rootfs-${TARGETARCH}.tar /
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["bash"]
