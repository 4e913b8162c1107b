# Two stages on one Debian, so that the engine the program is linked with is the engine it runs with.
#
#   docker build -t akte .
#   docker run --rm --network none -v akte-data:/data -v ~/scans:/consume:ro akte import /consume
#   docker run --rm --network none -v akte-data:/data akte search Beschluss
ARG DEBIAN=bookworm

FROM golang:1.26-${DEBIAN} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends libtesseract-dev libleptonica-dev g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -o /akte ./cmd/akte

FROM debian:${DEBIAN}-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      tesseract-ocr tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-osd ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home akte \
 && install -d -o akte -g akte /data /consume
COPY --from=build /akte /usr/local/bin/akte
USER akte
ENV AKTE_ARCHIVE=/data
VOLUME ["/data", "/consume"]
HEALTHCHECK --interval=5m --timeout=30s CMD ["akte", "doctor"]
ENTRYPOINT ["akte"]
CMD ["--help"]
